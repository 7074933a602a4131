using Orleans.Placement;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Passkeys;

namespace OrleansEntry.Grains.Passkeys;

/// <summary>Keeps askings until they are answered or their time is over.</summary>
[PreferLocalPlacement, CollectionAgeLimit(Minutes = 15)]
internal sealed class PasskeyCeremoniesGrain(TimeProvider clock) : Grain, IPasskeyCeremoniesGrain
{
    /// <summary>Askings that wait at once in one grain, of which there are 4,096; more are overload.</summary>
    public const int MostHeld = 256;

    private readonly Dictionary<string, (string State, DateTimeOffset ExpiresAt)> _asked = new(StringComparer.Ordinal);

    public Task Keep(string name, string state, DateTimeOffset expiresAt)
    {
        var now = clock.GetUtcNow();
        if (_asked.Count >= MostHeld)
            foreach (var (over, asked) in _asked)
                if (now >= asked.ExpiresAt) _asked.Remove(over);
        if (_asked.Count >= MostHeld && !_asked.ContainsKey(name)) throw new BusyException(TimeSpan.FromSeconds(5));

        _asked[name] = (state, expiresAt);
        return Task.CompletedTask;
    }

    public Task<string?> Take(string name) =>
        Task.FromResult(_asked.Remove(name, out var asked) && clock.GetUtcNow() < asked.ExpiresAt ? asked.State : null);
}
