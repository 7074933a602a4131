using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core.Throttling;
using OrleansEntry.Grains.Risk;

namespace OrleansEntry.Grains.Throttling;

/// <summary>Section <c>NetworkPace</c>, as values: how much one client network (IPv4 address or IPv6 /64)
/// may do in the whole cluster.</summary>
public sealed class NetworkPacePolicy
{
    /// <summary>Entries begun, which may cost a drawn picture. Default: 600 at once, five more each second.</summary>
    public NetworkAllowance Begin { get; init; } = new(600, TimeSpan.FromSeconds(0.2));

    /// <summary>Passcodes and codes verified; right ones are given back. Default: 60 at once, one more each 10 seconds.</summary>
    public NetworkAllowance Attempt { get; init; } = new(60, TimeSpan.FromSeconds(10));

    /// <summary>Registrations. Default: 30 at once, one more each minute.</summary>
    public NetworkAllowance Registration { get; init; } = new(30, TimeSpan.FromMinutes(1));

    internal NetworkAllowance? For(string budget) => budget switch
    {
        NetworkBudgets.Begin => Begin,
        NetworkBudgets.Attempt => Attempt,
        NetworkBudgets.Registration => Registration,
        _ => null,
    };
}

/// <summary>One network's pace, in memory. It is lost with its silo; the accounts' own counters are not.</summary>
internal sealed class AddressThrottleGrain(NetworkPacePolicy policy, AttackWatch watch, TimeProvider clock) : Grain, IAddressThrottleGrain
{
    private readonly Dictionary<string, NetworkBudget> _budgets = new(3, StringComparer.Ordinal);

    public ValueTask<DateTimeOffset?> Take(string budget) => new(TakeNow(budget));

    public ValueTask<BeginningReply> TakeBeginning(string purpose)
    {
        // An account counts the entries that are begun at it: it knows who is a stranger.
        if (purpose == CheckPurpose.Registration) watch.CountBeginning();

        return new(new BeginningReply
        {
            Until = TakeNow(NetworkBudgets.Begin), UsedPercent = MostUsed(clock.GetUtcNow()), AttackLevel = (int)watch.Level,
        });
    }

    private DateTimeOffset? TakeNow(string budget)
    {
        if (policy.For(budget) is not { } allowance) throw new ArgumentException("There is no such budget.", nameof(budget));

        var now = clock.GetUtcNow();
        var (next, waitUntil) = (_budgets.TryGetValue(budget, out var known) ? known : NetworkBudget.Full(allowance, now))
            .Take(allowance, now);
        _budgets[budget] = next;

        // A bucket is remembered until it would be full again.
        DelayDeactivation(allowance.RefillEvery * (allowance.Capacity - next.Level));
        return waitUntil;
    }

    private int MostUsed(DateTimeOffset now)
    {
        var most = 0;
        foreach (var (name, budget) in _budgets) most = Math.Max(most, budget.UsedPercent(policy.For(name)!, now));
        return most;
    }

    public Task GiveBack(string budget)
    {
        if (policy.For(budget) is { } allowance && _budgets.TryGetValue(budget, out var known))
            _budgets[budget] = known.GiveBack(allowance);
        return Task.CompletedTask;
    }
}
