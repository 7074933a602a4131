using Orleans.Runtime;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Tests.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.IdentifierChange;

/// <summary>Whoever carries a change out dies between any two of its steps: another carries it on.</summary>
public sealed class IdentifierKillTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    // Intention, claim, change, retirement, end; each account's write and each identifier's may fail before and after it is stored.
    public static TheoryData<int, WriteFault, bool> Steps =>
        [.. from step in Enumerable.Range(0, 5)
            from fault in new[] { WriteFault.Before, WriteFault.After }
            from undo in new[] { false, true }
            select new TheoryDataRow<int, WriteFault, bool>(step, fault, undo)];

    [Theory, MemberData(nameof(Steps))]
    public async Task A_change_and_its_undoing_are_carried_on_from_every_step(int step, WriteFault fault, bool undo)
    {
        var moving = await Moving.Inside(cluster);
        var to = Moving.NewAddress();
        await moving.Ask(to);
        var codes = await moving.Codes(to);
        if (undo)
        {
            await moving.Confirm(codes);
            await moving.Settled();
        }

        var link = undo ? await moving.UndoLink() : null;
        var ids = new[] { moving.Person.Identifier, to }.Select(cluster.Keys.NameIdentifier).ToHashSet();
        var writes = 0;
        cluster.WritesFail = (state, id) =>
            (state == "account" && id == moving.Account.GetGrainId()) || (state == "identifier" && ids.Contains(id.Key.ToString()!))
                ? Interlocked.Increment(ref writes) == step + 1 ? fault : WriteFault.None
                : WriteFault.None;

        await Insist(() => undo ? moving.Undo(link!) : moving.Confirm(codes));
        await moving.Until(async () =>
        {
            // As its ledger does, without waiting for its rounds.
            await cluster.Grains.GetGrain<IDebtor>(moving.Key).StillOwes(cluster.Clock.GetUtcNow());
            return await IsDone(moving, undo ? moving.Person.Identifier : to);
        });
        cluster.WritesFail = (_, _) => WriteFault.None;

        Assert.True(writes > step, $"There were {writes} writes.");
        var (old, next) = (await moving.StoredIdentifier(moving.Person.Identifier), await moving.StoredIdentifier(to));
        if (undo) Assert.Equal((moving.Key, false, null), (old.AccountId, old.Reserved, next.AccountId));
        else Assert.Equal((moving.Key, true, moving.Key, false), (old.AccountId, old.Reserved, next.AccountId, next.Reserved));
        await moving.Until(async () => (await cluster.Logged(moving.Key))
            .Count(kind => kind is ActivityKind.IdentifierChanged or ActivityKind.IdentifierRestored) == (undo ? 2 : 1));
    }

    [Fact]
    public async Task A_silo_that_is_killed_after_the_codes_were_given_leaves_the_change_to_another()
    {
        await using var own = new EntryCluster();
        await own.InitializeAsync();
        var moving = await Moving.Inside(own);
        var to = Moving.NewAddress();
        await moving.Ask(to);
        var codes = await moving.Codes(to);
        own.WritesFail = (state, _) => state == "identifier" ? WriteFault.Before : WriteFault.None;

        Assert.IsType<SessionAnswer.Done>(await moving.Confirm(codes));
        await own.Cluster.KillSiloAsync(await own.HostOf(moving.Account.GetGrainId()));
        own.WritesFail = (_, _) => WriteFault.None;
        await moving.Until(() => IsDone(moving, to));

        Assert.Equal(moving.Key, await moving.Resolve(to));
    }

    private static async Task<bool> IsDone(Moving moving, string address) =>
        await moving.Resolve(address) == moving.Key && (await moving.Stored())!.IdentifierChange is { Claim: null, Orders.Count: 0 };

    // As a client does that got no answer: what was done already is refused then.
    private static async Task Insist(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception)
        {
            await act();
        }
    }
}
