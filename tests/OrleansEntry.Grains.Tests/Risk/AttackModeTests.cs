using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
using OrleansEntry.Core.Risk;
using OrleansEntry.Grains.Risk;
using Xunit;

namespace OrleansEntry.Grains.Tests.Risk;

/// <summary>What strangers do on any silo is felt on all of them, for a while, and known devices go on.</summary>
public sealed class AttackModeTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_flood_of_strangers_raises_the_level_on_both_silos_and_quiet_lowers_it()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var stranger = new Person(cluster, person.Identifier);
        Assert.Equal((null, 0), await cluster.Asked(stranger));

        await cluster.RaiseTo(AttackLevel.Attack, cluster.FloodOfBeginnings);

        Assert.Equal(("slide", 2), await cluster.Asked(stranger));
        Assert.Equal(("slide", 2), await cluster.Asked(new Person(cluster, "nobody@example.test")));
        Assert.IsType<EntryReply.PasscodeDue>(await cluster.Begin(person));
        Assert.IsType<EntryReply.Done>(await person.SubmitPasscode(person.NewTicket()));
        var registration = await cluster.Grains.GetGrain<IAddressThrottleGrain>(HexName.New()).TakeBeginning(CheckPurpose.Registration);
        Assert.Equal(2, registration.AttackLevel);

        await cluster.Calm();
        Assert.Equal((null, 0), await cluster.Asked(stranger));
    }

    [Fact]
    public async Task Refused_passcodes_wrong_checks_and_registrations_count()
    {
        foreach (var (much, what) in Kinds)
        {
            await cluster.RaiseTo(AttackLevel.Alert, () => Task.WhenAll(Enumerable.Range(0, much).Select(_ => what())));
            await cluster.Calm();
        }
    }

    private (int Much, Func<Task> What)[] Kinds => [(65, RefusedPasscode), (65, WrongCheck), (650, Registration)];

    private async Task RefusedPasscode()
    {
        var guesser = new Person(cluster, $"{HexName.New()}@example.test");
        guesser.Visit = guesser.Visit with { Network = HexName.New() };
        Assert.IsType<EntryReply.NotAdmitted>((await guesser.Arrive("not the right passcode")).Reply);
    }

    private async Task WrongCheck()
    {
        var scope = new CheckScope { Purpose = CheckPurpose.Entry, Subject = "subject", Client = "client" };
        var check = cluster.Grains.GetSecurityCheck(HexName.New());
        await check.Open(scope, new CheckDemand());
        Assert.IsType<CheckReply.Wrong>(await check.Answer(new CheckAnswer { Scope = scope, Kind = "proof-of-work", Answer = "no" }));
    }

    private async Task Registration() =>
        await cluster.Grains.GetGrain<IAddressThrottleGrain>(HexName.New()).TakeBeginning(CheckPurpose.Registration);
}

public sealed class AttackModeKillTests
{
    [Fact]
    public async Task The_level_outlives_the_silo_that_kept_it()
    {
        await using var cluster = new EntryCluster();
        await cluster.InitializeAsync();
        await cluster.RaiseTo(AttackLevel.Attack, cluster.FloodOfBeginnings);
        var statistics = await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var keeper = statistics.Single(s => s.GrainId == cluster.Grains.GetGrain<IAttackModeGrain>(0).GetGrainId()).SiloAddress;

        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos.Single(s => s.SiloAddress.Equals(keeper)));
        var newcomer = await cluster.Cluster.StartAdditionalSiloAsync();

        // The survivor tells the grain's next activation, and that one tells the silo that is new.
        await cluster.RaiseTo(AttackLevel.Attack);
        Assert.Equal(AttackLevel.Attack, newcomer.ServiceProvider.GetRequiredService<AttackWatch>().Level);
        Assert.Equal(("slide", 2), await cluster.Asked(new Person(cluster, "nobody@example.test")));
    }
}

/// <summary>What the tests of risk do to a cluster.</summary>
internal static class Strangers
{
    private static readonly TimeSpan ReportEvery = new AttackModePolicy().ReportEvery;

    public static async Task<EntryReply> Begin(this EntryCluster cluster, Person person, int usedPercent = 0) =>
        await (await person.Account()).BeginEntry(new EntryBegin
        {
            Ticket = person.NewTicket() with { NetworkUsedPercent = usedPercent }, Visit = person.Visit,
        });

    public static async Task<(string? Kind, int Doublings)> Asked(this EntryCluster cluster, Person person, int usedPercent = 0) =>
        Assert.IsType<EntryReply.CheckDue>(await cluster.Begin(person, usedPercent)).Demand is var demand
            ? (demand.VisibleKind, demand.Doublings)
            : default;

    /// <summary>Strangers at many accounts, on both silos.</summary>
    public static async Task FloodOfBeginnings(this EntryCluster cluster)
    {
        var people = Enumerable.Range(0, 20).Select(i => new Person(cluster, $"stranger{i}@example.test")).ToArray();
        for (var i = 0; i < 150; i++) await Task.WhenAll(people.Select(person => cluster.Begin(person)));
    }

    public static Task RaiseTo(this EntryCluster cluster, AttackLevel level, Func<Task>? by = null) =>
        cluster.Until(known => known >= level, ReportEvery, by);

    public static Task Calm(this EntryCluster cluster) => cluster.Until(known => known == AttackLevel.Calm, TimeSpan.FromMinutes(1));

    // Bounded: a report is on its way for a moment after its time has come.
    private static async Task Until(this EntryCluster cluster, Func<AttackLevel, bool> isThere, TimeSpan step, Func<Task>? doing = null)
    {
        for (var i = 0; i < 200; i++)
        {
            if (cluster.Cluster.Silos.All(s => isThere(s.ServiceProvider.GetRequiredService<AttackWatch>().Level))) return;

            if (doing is not null) await doing();
            cluster.Clock.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.Fail("The level did not come to be.");
    }
}
