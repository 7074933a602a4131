using OrleansEntry.Contracts.Passkeys;

namespace OrleansEntry.Grains.Passkeys;

/// <summary>Which account a credential belongs to. It is claimed by one conditional write.</summary>
internal sealed class PasskeyOwnerGrain(
    [PersistentState("credential", GrainStorageNames.Entry)] IPersistentState<PasskeyOwnerRecord> stored) : Grain, IPasskeyOwnerGrain
{
    public async Task<bool> Claim(string accountId)
    {
        if (stored.State.AccountId is { } owner) return owner == accountId;

        await Write(accountId);
        return true;
    }

    public Task GiveBack(string accountId) => stored.State.AccountId == accountId ? Write(null) : Task.CompletedTask;

    private async Task Write(string? accountId)
    {
        stored.State = new PasskeyOwnerRecord { AccountId = accountId };
        try
        {
            await stored.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            // Another activation was faster: the store decides, and the next call reads what it holds.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The stored shape of a credential's owner.</summary>
[GenerateSerializer, Alias("entry.stored.PasskeyOwner")]
public sealed class PasskeyOwnerRecord
{
    /// <summary>The account; <see langword="null"/> when it was given back.</summary>
    [Id(0)] public string? AccountId { get; set; }
}
