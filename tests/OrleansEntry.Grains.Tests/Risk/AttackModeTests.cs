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
public sealed class AttackModeTests : IAsyncLifetime
{
    private static readonly TimeSpan Report = TimeSpan.FromSeconds(2);
    private readonly EntryCluster _cluster = new();

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_flood_of_strangers_raises_the_level_on_both_silos_and_quiet_lowers_it()
    {
        var person = await Person.Registered(_cluster);
        await person.Enter();
        var stranger = new Person(_cluster, person.Identifier);
        Assert.Equal((null, 0), Asked(await Begin(stranger)));

        await Until(AttackLevel.Attack, Report, FloodOfBeginnings);

        Assert.Equal(("slide", 2), Asked(await Begin(stranger)));
        Assert.Equal(("slide", 2), Asked(await Begin(new Person(_cluster, "nobody@example.test"))));
        Assert.IsType<EntryReply.PasscodeDue>(await Begin(person));
        Assert.IsType<EntryReply.Done>(await person.SubmitPasscode(person.NewTicket()));
        Assert.Equal(2, (await _cluster.Grains.GetGrain<IAddressThrottleGrain>(HexName.New()).TakeBeginning(CheckPurpose.Registration)).AttackLevel);

        await Until(AttackLevel.Calm, TimeSpan.FromSeconds(30));
        Assert.Equal((null, 0), Asked(await Begin(stranger)));
    }

    [Theory]
    [InlineData("refused passcodes")]
    [InlineData("wrong checks")]
    [InlineData("registrations")]
    public async Task Whatever_strangers_do_wrong_or_too_often_counts(string what) => await Until(AttackLevel.Alert, Report, async () =>
    {
        for (var i = 0; i < 20; i++)
        {
            switch (what)
            {
                case "refused passcodes":
                    var guesser = new Person(_cluster, $"{HexName.New()}@example.test");
                    guesser.Visit = guesser.Visit with { Network = HexName.New() };
                    Assert.IsType<EntryReply.NotAdmitted>((await guesser.Arrive("not the right passcode")).Reply);
                    break;
                case "wrong checks":
                    var scope = new CheckScope { Purpose = CheckPurpose.Entry, Subject = "subject", Client = "client" };
                    var check = _cluster.Grains.GetGrain<ISecurityCheckGrain>(HexName.New());
                    await check.Open(scope, new CheckDemand());
                    Assert.IsType<CheckReply.Wrong>(await check.Answer(new CheckAnswer { Scope = scope, Kind = "proof-of-work", Answer = "no" }));
                    break;
                default:
                    for (var j = 0; j < 10; j++)
                        await _cluster.Grains.GetGrain<IAddressThrottleGrain>(HexName.New()).TakeBeginning(CheckPurpose.Registration);
                    break;
            }
        }
    });

    [Fact]
    public async Task The_level_outlives_the_silo_that_kept_it()
    {
        await Until(AttackLevel.Attack, Report, FloodOfBeginnings);
        var statistics = await _cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var keeper = statistics.Single(s => s.GrainId == _cluster.Grains.GetGrain<IAttackModeGrain>(0).GetGrainId()).SiloAddress;

        await _cluster.Cluster.KillSiloAsync(_cluster.Cluster.Silos.Single(s => s.SiloAddress.Equals(keeper)));
        var newcomer = await _cluster.Cluster.StartAdditionalSiloAsync();

        // The survivor tells the grain's next activation, and that one tells the silo that is new.
        await Until(AttackLevel.Attack, Report);
        Assert.Equal(AttackLevel.Attack, newcomer.ServiceProvider.GetRequiredService<AttackWatch>().Level);
        Assert.Equal(("slide", 2), Asked(await Begin(new Person(_cluster, "nobody@example.test"))));
    }

    private async Task FloodOfBeginnings()
    {
        for (var i = 0; i < 60; i++) await Begin(new Person(_cluster, $"{HexName.New()}@example.test"));
        var one = new Person(_cluster, "everybody@example.test");
        for (var i = 0; i < 700; i++) await Begin(one);
    }

    private static async Task<EntryReply> Begin(Person person) =>
        await (await person.Account()).BeginEntry(new EntryBegin { Ticket = person.NewTicket(), Visit = person.Visit });

    private static (string? Kind, int Doublings) Asked(EntryReply reply) =>
        Assert.IsType<EntryReply.CheckDue>(reply).Demand is var demand ? (demand.VisibleKind, demand.Doublings) : default;

    // Bounded: a report is on its way for a moment after its time has come.
    private async Task Until(AttackLevel level, TimeSpan step, Func<Task>? doing = null)
    {
        for (var i = 0; i < 200; i++)
        {
            if (_cluster.Cluster.Silos.All(s => s.ServiceProvider.GetRequiredService<AttackWatch>().Level == level)) return;

            if (doing is not null) await doing();
            _cluster.Clock.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.Fail($"The level did not become {level}.");
    }
}
