using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Risk;

/// <summary>What holds for all visits and for all points that a server starts with.</summary>
public sealed class RiskPropertyTests
{
    private static readonly Gen<RiskPolicy> Policies =
        Gen.Select(
            Gen.Select(Gen.Int[1, 100], Gen.Int[0, 100], Gen.Int[1, 20], Gen.Int[0, 100], Gen.Int[0, 50], Gen.Int[1, 100]),
            Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 200], Gen.Int[0, 200], Gen.Int[1, 100], Gen.Int[1, 100]),
            Gen.Select(Gen.Int[1, 200], Gen.Int[1, 500], Gen.Int[1, 200], Gen.Int[0, 8], Gen.Int[0, 100], Gen.Enum<RiskOutcome>()))
        .Select((own, around, asked) => new RiskPolicy
        {
            Failure = own.Item1, FailureElsewhere = own.Item2, MostFailures = own.Item3, NewNetwork = own.Item4, MissingSign = own.Item5,
            OldClient = own.Item5,
            NewDevice = Math.Max(own.Item6, (own.Item3 * own.Item2) + own.Item4),
            BusyNetwork = Math.Min(around.Item1, around.Item2), CrowdedNetwork = Math.Max(around.Item1, around.Item2),
            Alert = Math.Min(around.Item3, around.Item4), Attack = Math.Max(around.Item3, around.Item4),
            BusyAtPercent = Math.Min(around.Item5, around.Item6), CrowdedAtPercent = Math.Max(around.Item5, around.Item6),
            Registration = own.Item6, WorkAt = Math.Max(asked.Item1, own.Item4 + (2 * own.Item5) + 1),
            PictureAt = Math.Max(asked.Item1, own.Item4 + (2 * own.Item5) + 1) + asked.Item2,
            PointsPerDoubling = asked.Item3, MaxDoublings = asked.Item4, TrustedDevice = asked.Item5, Emergency = asked.Item6,
        });

    private static readonly Gen<RiskFacts> Visits =
        Gen.Select(Gen.Enum<RiskPurpose>(), Gen.Enum<DeviceStanding>(), Gen.Int[0, 30], Gen.Int[0, 30], Gen.Bool)
            .Select(
                Gen.Select(Gen.Int[0, 100], Gen.Int[0, 2], Gen.Enum<AttackLevel>(), Gen.Bool),
                (own, around) => new RiskFacts
                {
                    Purpose = own.Item1, Device = own.Item2, Failures = own.Item3, FailuresElsewhere = own.Item4, NewNetwork = own.Item5,
                    NetworkUsedPercent = around.Item1, MissingSigns = around.Item2, Level = around.Item3,
                    ClientIsOld = around.Item4,
                });

    // Each makes one signal worse and leaves the others.
    private static readonly Func<RiskFacts, RiskFacts>[] Worse =
    [
        f => f with { Device = f.Device == DeviceStanding.Trusted ? DeviceStanding.Known : DeviceStanding.Unknown },
        f => f with { Failures = f.Failures + 1 },
        f => f with { FailuresElsewhere = f.FailuresElsewhere + 1 },
        f => f with { NewNetwork = true },
        f => f with { NetworkUsedPercent = Math.Min(100, f.NetworkUsedPercent + 30) },
        f => f with { MissingSigns = f.MissingSigns + 1 },
        f => f with { ClientIsOld = true },
        f => f with { Level = f.Level == AttackLevel.Calm ? AttackLevel.Alert : AttackLevel.Attack },
    ];

    [Fact]
    public void A_worse_signal_never_lowers_what_is_asked_for() =>
        Gen.Select(Visits, Policies, Gen.Int[0, Worse.Length - 1]).Sample((visit, policy, which) =>
        {
            var (before, after) = (RiskDecider.Decide(visit, policy), RiskDecider.Decide(Worse[which](visit), policy));

            Assert.True(after.Outcome >= before.Outcome, $"{before} became {after}");
            Assert.True(after.Doublings >= before.Doublings, $"{before} became {after}");
        }, iter: 5_000);

    [Fact]
    public void Nobody_is_locked_out_and_everybody_who_is_asked_can_be_told_why() =>
        Gen.Select(Visits, Policies).Sample((visit, policy) =>
        {
            var asked = RiskDecider.Decide(visit, policy);

            Assert.InRange(asked.Doublings, 0, policy.MaxDoublings);
            Assert.Equal(asked.Asks, asked.Signals.Length > 0);
            Assert.DoesNotContain(RiskSignal.TrustedDevice, asked.Signals);
            Assert.True(asked.Outcome >= policy.Emergency);
        }, iter: 5_000);

    [Fact]
    public void Strangers_registrations_and_whoever_just_failed_are_always_asked_for_work() =>
        Gen.Select(Visits, Policies).Sample((visit, policy) =>
        {
            if (visit is { Purpose: RiskPurpose.Registration } or { Device: DeviceStanding.Unknown } or { Failures: > 0 })
                Assert.True(RiskDecider.Decide(visit, policy).Asks);
        }, iter: 5_000);

    [Fact]
    public void A_known_device_without_failures_is_asked_for_nothing_whatever_strangers_do_to_the_cluster() =>
        Gen.Select(Visits, Policies).Sample((visit, policy) =>
        {
            var calm = visit with { Purpose = RiskPurpose.Entry, Device = DeviceStanding.Known, Failures = 0, FailuresElsewhere = 0 };

            Assert.Equal(policy.Emergency, RiskDecider.Decide(calm, policy).Outcome);
        }, iter: 5_000);

    // Devices, networks, failures of the owner: nothing of that may show in what a stranger is asked for.
    [Fact]
    public void A_stranger_can_not_tell_an_account_from_a_stand_in() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30].Array[0, 5], Gen.Int[0, 20], Gen.Int[0, 100], Gen.Enum<AttackLevel>(), Gen.Int[0, 90_000])
            .Sample((guesses, ownersFailures, networks, used, level, secondsAgo) =>
            {
                var meters = Meters.None.With(Authenticator.Passcode, new Meter(guesses, guesses, Noon.AddSeconds(-secondsAgo)));
                var standIn = Door.StandIn().Account with { Strangers = meters };
                var account = Door.Opened().Account with
                {
                    Strangers = meters,
                    Devices = [.. ownersFailures.Select((failures, i) => new KnownDevice
                    {
                        Id = Name(i + 1), SecretHash = Hash(i), Agent = "app", FirstSeenAt = Noon, LastSeenAt = Noon,
                        Meters = Meters.None.With(Authenticator.Totp, new Meter(failures, failures, Noon)),
                    })],
                    Networks = [.. Enumerable.Range(0, networks).Select(i => Name(i)[..16])],
                };

                foreach (var network in (string[])[Name(0)[..16], "elsewhere", ""])
                {
                    var around = new Surroundings { NetworkName = network, NetworkUsedPercent = used, Level = level };
                    var (there, nowhere) = (Asked(account, around), Asked(standIn, around));
                    Assert.Equal((nowhere.Outcome, nowhere.Doublings, nowhere.Explanation),
                        (there.Outcome, there.Doublings, there.Explanation));
                }
            }, iter: 500);

    private static RiskDecision Asked(Account account, Surroundings around) => EntryDecider.Weigh(account, new EntryCommand.Begin
    {
        At = Noon, Nonce = "entry", ExpiresAt = Noon.AddMinutes(10), Caller = Stranger, Around = around,
    }, Policy);
}
