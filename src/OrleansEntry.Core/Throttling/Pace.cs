using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Core.Throttling;

/// <summary>Whether an attempt may be looked at. Closed: only the cases below.</summary>
public abstract record PaceVerdict
{
    private PaceVerdict() { }

    /// <summary>It may.</summary>
    public sealed record Open : PaceVerdict;

    /// <summary>Not before <paramref name="Until"/>.</summary>
    public sealed record Waiting(DateTimeOffset Until) : PaceVerdict;

    /// <summary>This authenticator failed too often in a row and is out of use in this lane.</summary>
    public sealed record OutOfUse : PaceVerdict;
}

/// <summary>The pace of one account: budgets per authenticator and lane. Pure.</summary>
/// <remarks>
/// A lane is a known device, or all strangers together. So strangers who guess at an account slow themselves down, never its owner on a
/// device the account knows; and waits always end. The hard stop counts failures in a row of one authenticator: strangers and known devices
/// have separate shares of the hundred, so neither can use up the other's.
/// </remarks>
public static class Pace
{
    private static readonly PaceVerdict OpenVerdict = new PaceVerdict.Open();

    /// <summary>Asks before anything is verified. A passkey never waits: what it signs can not be guessed, so tries at it cost their
    /// network its budget and the account nothing; with it the owner enters whoever else is held off.</summary>
    public static PaceVerdict Ask(Account account, Lane lane, Authenticator authenticator, DateTimeOffset now, PacePolicy policy)
    {
        if (authenticator is Authenticator.Passkey) return OpenVerdict;
        if (InARow(account, lane, authenticator) >= (lane.IsStranger ? policy.StrangersHardStop : policy.KnownDevicesHardStop))
            return new PaceVerdict.OutOfUse();

        return account.MetersOf(lane)[authenticator].WaitsUntil(now, policy) is { } until ? new PaceVerdict.Waiting(until) : OpenVerdict;
    }

    /// <summary>Counts a failure in its lane.</summary>
    public static Account CountFailure(Account account, Lane lane, Authenticator authenticator, DateTimeOffset now, PacePolicy policy)
    {
        var meters = account.MetersOf(lane);
        return account.WithMeters(lane, meters.With(authenticator, meters[authenticator].CountFailure(now, policy)));
    }

    /// <summary>A success clears the authenticator's waits in its own lane, and its failures in a row everywhere:
    /// they are no longer in a row (NIST SP 800-63B-4 §3.2.2). Other authenticators keep theirs.</summary>
    public static Account CountSuccess(Account account, Lane lane, Authenticator authenticator)
    {
        account = account.WithMeters(Lane.Stranger, Clear(account.Strangers, authenticator, lane.IsStranger));
        return account with
        {
            Devices = [.. account.Devices.Select(d => d with { Meters = Clear(d.Meters, authenticator, d.Id == lane.DeviceId) })],
        };
    }

    /// <summary>A new authenticator starts with a clean slate in every lane.</summary>
    public static Account Forget(Account account, Authenticator authenticator) => account with
    {
        Strangers = account.Strangers.With(authenticator, default),
        Devices = [.. account.Devices.Select(d => d with { Meters = d.Meters.With(authenticator, default) })],
    };

    /// <summary>The wait that ends last, in any lane; <see langword="null"/> when none runs.</summary>
    public static DateTimeOffset? LongestWait(Account account, DateTimeOffset now, PacePolicy policy) =>
        (from lane in LanesOf(account) from authenticator in Enum.GetValues<Authenticator>()
            select Ask(account, lane, authenticator, now, policy) is PaceVerdict.Waiting waiting ? waiting.Until : (DateTimeOffset?)null)
        .Max();

    /// <summary>The authenticators that are out of use in some lane, by name.</summary>
    public static ImmutableArray<string> OutOfUse(Account account, DateTimeOffset now, PacePolicy policy) =>
    [
        .. Enum.GetValues<Authenticator>()
            .Where(one => LanesOf(account).Any(lane => Ask(account, lane, one, now, policy) is PaceVerdict.OutOfUse))
            .Select(one => one.Name()),
    ];

    private static IEnumerable<Lane> LanesOf(Account account) => [Lane.Stranger, .. account.Devices.Select(d => new Lane(d.Id))];

    /// <summary>After a failure was counted: the log tells of the wait that began with it, or that the authenticator is out of use;
    /// and a mail tells the owner of many, of a long wait and of a stop.</summary>
    internal static Account Tell(Account account, Caller caller, Authenticator authenticator, DateTimeOffset now, PacePolicy policy)
    {
        var name = authenticator.Name();
        var (logged, begun) = Ask(account, caller.Lane, authenticator, now, policy) switch
        {
            PaceVerdict.Waiting waiting => (
                account.Log(now, ActivityKind.Locked, caller, detail: $"{name} {(long)(waiting.Until - now).TotalSeconds}"),
                new BegunLock(name, waiting.Until, caller.Lane)),
            PaceVerdict.OutOfUse => (
                account.Log(now, ActivityKind.Locked, caller, "out-of-use", detail: name), new BegunLock(name, null, caller.Lane)),
            _ => (account, (BegunLock?)null),
        };
        return WarningRules.CountFailure(logged, caller, now, policy, begun);
    }

    private static int InARow(Account account, Lane lane, Authenticator authenticator)
    {
        if (lane.IsStranger) return account.Strangers[authenticator].InARow;

        var sum = 0;
        foreach (var device in account.Devices) sum += device.Meters[authenticator].InARow;
        return sum;
    }

    private static Meters Clear(Meters meters, Authenticator authenticator, bool ownLane) =>
        meters[authenticator] is { InARow: 0, Rung: 0 }
            ? meters
            : meters.With(authenticator, ownLane ? default : meters[authenticator] with { InARow = 0 });
}
