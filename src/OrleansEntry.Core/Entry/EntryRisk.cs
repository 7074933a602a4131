using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Risk;

namespace OrleansEntry.Core.Entry;

/// <summary>The facts of an entry that risk is weighed by. Pure.</summary>
/// <remarks>Strangers are weighed by what a stand-in has, too, and by nothing else of the account: their own failures. Whether it knows the
/// network, or what failed on its known devices, would tell them that somebody lives there.</remarks>
public static class EntryRisk
{
    /// <summary>The facts of one step.</summary>
    public static RiskFacts FactsOf(Account account, EntryCommand command, EntryPolicy policy)
    {
        var (lane, around) = (command.Caller.Lane, command.Around);
        var failures = account.MetersOf(lane).Recent(command.At, policy.Pace);
        return new RiskFacts
        {
            Purpose = RiskPurpose.Entry,
            Device = StandingOf(account, lane, command.At),
            Failures = failures,
            FailuresElsewhere = lane.IsStranger ? 0 : AllFailures(account, command.At, policy) - failures,
            NewNetwork = !lane.IsStranger && !NetworkMemory.Knows(account, around.NetworkName),
            NetworkUsedPercent = around.NetworkUsedPercent,
            MissingSigns = around.MissingSigns,
            ClientIsOld = around.ClientIsOld,
            Level = around.Level,
        };
    }

    private static DeviceStanding StandingOf(Account account, Lane lane, DateTimeOffset now) =>
        lane.IsStranger ? DeviceStanding.Unknown
        : account.Devices.Any(d => d.Id == lane.DeviceId && d.IsTrusted(now)) ? DeviceStanding.Trusted
        : DeviceStanding.Known;

    private static int AllFailures(Account account, DateTimeOffset now, EntryPolicy policy) =>
        account.Strangers.Recent(now, policy.Pace) + account.Devices.Sum(d => d.Meters.Recent(now, policy.Pace));
}
