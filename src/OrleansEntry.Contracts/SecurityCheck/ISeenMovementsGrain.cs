namespace OrleansEntry.Contracts.SecurityCheck;

/// <summary>The movements that passed a check lately, anywhere in the cluster, so that none passes twice. Its key is the remainder that
/// their numbers have in common.</summary>
/// <remarks>In memory only: what is lost with its silo may pass once more.</remarks>
[Alias("entry.ISeenMovementsGrain")]
public interface ISeenMovementsGrain : IGrainWithIntegerKey
{
    /// <summary>Remembers a movement.</summary>
    /// <param name="trace">What it is known by: a number that says nothing of who moved.</param>
    /// <returns>Whether it was new.</returns>
    /// <exception cref="TimeoutException">Its silo was lost: nobody is to wait for it longer than this.</exception>
    [Alias("Remember"), ResponseTimeout("00:00:05")]
    Task<bool> Remember(long trace);
}
