namespace OrleansEntry.Core.Accounts;

/// <summary>What a rule decides: the answer, and the account as it must be stored before the answer is given.</summary>
/// <param name="Answer">For the caller.</param>
/// <param name="Account">The same instance when nothing changed; then nothing is written.</param>
public readonly record struct Decision<TAnswer>(TAnswer Answer, Account Account);
