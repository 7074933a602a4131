using Orleans.Runtime;
using OrleansEntry.Core.Activity;
using OrleansEntry.Grains.Closing;
using Xunit;

namespace OrleansEntry.Grains.Tests.Closing;

/// <summary>Whoever erases or purges dies between any two steps: another carries it on, and nothing is half done for good.</summary>
public sealed class ClosingKillTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    // The end, the identifier's release, its receipt, the credential's, the ledger's, the mails' and the last mark.
    public static TheoryData<int, WriteFault> Steps =>
        [.. from step in Enumerable.Range(0, 6)
            from fault in new[] { WriteFault.Before, WriteFault.After }
            select new TheoryDataRow<int, WriteFault>(step, fault)];

    [Theory, MemberData(nameof(Steps))]
    public async Task An_erasure_is_carried_on_from_every_step(int step, WriteFault fault)
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Begin();
        await leaver.PassTime(TimeSpan.FromDays(13.5));
        var (writes, ids) = (0, leaver.Grains.ToHashSet());
        cluster.WritesFail = (_, id) =>
            ids.Contains(id) && Interlocked.Increment(ref writes) == step + 1 ? fault : WriteFault.None;

        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddDays(3));
        await leaver.Erased();
        cluster.WritesFail = (_, _) => WriteFault.None;

        Assert.True(writes > step, $"There were {writes} writes.");
        Assert.Empty(await leaver.Log(leaver.Key));
        Assert.Single(await leaver.Log(leaver.KeptLog), e => e.Kind == ActivityKind.AccountClosed);
        Assert.True(await leaver.IsOnPurgeLedger());
    }

    [Fact]
    public async Task A_silo_that_is_killed_after_the_account_is_erased_leaves_the_rest_to_another()
    {
        await using var own = new EntryCluster();
        await own.InitializeAsync();
        var leaver = await Leaver.Inside(own);
        await leaver.Begin();
        await leaver.PassTime(TimeSpan.FromDays(13.5));
        own.WritesFail = (state, _) => state is "identifier" or "credential" or "purge" ? WriteFault.Before : WriteFault.None;
        own.Clock.AdjustTime(own.Clock.GetUtcNow().AddDays(3));
        await leaver.Ask();
        Assert.Equal((null, leaver.Key), ((await leaver.Stored())!.OpenedAt, await leaver.OwnerOfIdentifier()));

        await own.Cluster.KillSiloAsync(await own.HostOf(leaver.Account.GetGrainId()));
        own.WritesFail = (_, _) => WriteFault.None;

        await leaver.Until(leaver.IsErased);
    }

    [Fact]
    public async Task A_log_that_could_not_be_reduced_at_once_is_reduced_later_and_the_same()
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Begin();
        await leaver.PassTime(TimeSpan.FromDays(13.5));
        cluster.Journal.IsDown = true;
        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddDays(3));
        await leaver.Ask();
        Assert.True((await leaver.Stored())!.Closing!.Closed is { Filed: false });

        cluster.Journal.IsDown = false;
        await leaver.Erased();

        Assert.IsType<ActivityVerdict.Intact>(
            ActivityVerifier.Verify(Person.Lines([.. await leaver.Log(leaver.KeptLog)])));
    }

    [Fact]
    public async Task After_its_time_a_round_deletes_log_and_record_and_an_earlier_or_a_second_one_nothing()
    {
        var (leaver, stays) = (await Leaver.Inside(cluster), await Person.Registered(cluster));
        var (open, log) = (await stays.Account(), await stays.Log(await stays.Enter()));
        await leaver.Close();

        cluster.Clock.AdjustTime((await leaver.Stored())!.Closing!.Closed!.KeepUntil.AddTicks(-1));
        await leaver.Purge.GoRound();
        Assert.NotEmpty(await leaver.Log(leaver.KeptLog));
        Assert.NotNull(await leaver.Stored());

        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddMinutes(1));
        await leaver.Purge.GoRound();
        await leaver.Purge.GoRound();
        Assert.Empty(await leaver.Log(leaver.KeptLog));
        Assert.Equal((null, false), (await leaver.Stored(), await leaver.IsOnPurgeLedger()));

        // A ledger that names an open account, which none does, takes nothing from it.
        Assert.True(await open.AsReference<IClosedAccount>().Purge());
        Assert.NotNull(await stays.StoredAccount());
        Assert.NotEmpty(await cluster.Journal.ReadForwardsAsync(open.GetPrimaryKeyString(), 1, 10));
        Assert.NotEmpty(log);
    }

    [Theory]
    [InlineData(0, WriteFault.Before)]
    [InlineData(0, WriteFault.After)]
    [InlineData(1, WriteFault.Before)]
    [InlineData(1, WriteFault.After)]
    public async Task A_purge_that_is_stopped_between_its_steps_is_done_by_a_later_round(int step, WriteFault fault)
    {
        var leaver = await Leaver.Inside(cluster);
        await leaver.Close();
        cluster.Clock.AdjustTime((await leaver.Stored())!.Closing!.Closed!.KeepUntil);

        // The record's deletion, and the ledger's write.
        var (writes, ids) = (0, leaver.Grains.ToHashSet());
        cluster.WritesFail = (_, id) => ids.Contains(id) && Interlocked.Increment(ref writes) == step + 1 ? fault : WriteFault.None;
        for (var round = 0; round < 2; round++)
        {
            try
            {
                await leaver.Purge.GoRound();
            }
            catch (OrleansException)
            {
                // The next round is an hour later.
            }
        }

        cluster.WritesFail = (_, _) => WriteFault.None;
        await leaver.Until(async () =>
        {
            await leaver.Purge.GoRound();
            return await leaver.Stored() is null && !await leaver.IsOnPurgeLedger();
        });
        Assert.Empty(await leaver.Log(leaver.KeptLog));
        Assert.True(writes > step);
    }
}
