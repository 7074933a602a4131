using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Activity;

public sealed class ActivityChainTests
{
    private static readonly ActivityEntry Entry = new()
    {
        Sequence = 7, At = Noon, Kind = "entry.admitted", Reason = "abc",
        Network = "def", Agent = "ghi", KnownDevice = true, SessionId = "jkl", Detail = "mno",
    };

    // Logs that were exported once must verify for ever.
    [Fact]
    public void The_hash_of_an_entry_stays_what_it_is() =>
        Assert.Equal("a4b0bcb20bf7a8a60c234c5ea70c0bb8435ddad95ee5efd1cf380822c07b22e9", ActivityChain.Hash(ActivityChain.Genesis, Entry));

    [Fact]
    public void What_is_kept_of_a_closed_account_s_entry_says_what_when_and_why_and_nothing_of_who_and_where()
    {
        var kept = ActivityChain.Reduce(ActivityChain.Genesis, Entry);
        var last = ActivityChain.Reduce(kept.Hash, Entry with { Kind = ActivityKind.AccountClosed, Detail = "the hash before" });

        Assert.Equal(Entry with { Network = "", Agent = "", SessionId = null, Detail = null, Hash = kept.Hash }, kept);
        Assert.Equal(ActivityChain.Hash(ActivityChain.Genesis, kept), kept.Hash);
        Assert.Equal(("the hash before", ActivityChain.Hash(kept.Hash, last)), (last.Detail, last.Hash));
    }

    public static TheoryData<string> Differences => [.. Others.Keys];

    private static readonly Dictionary<string, ActivityEntry> Others = new(StringComparer.Ordinal)
    {
        ["sequence"] = Entry with { Sequence = 8 },
        ["at"] = Entry with { At = Noon.AddMilliseconds(1) },
        ["kind to reason"] = Entry with { Kind = "entry.admitte", Reason = "dabc" },
        ["reason to network"] = Entry with { Reason = "ab", Network = "cdef" },
        ["network to agent"] = Entry with { Network = "de", Agent = "fghi" },
        ["agent to session"] = Entry with { Agent = "gh", SessionId = "ijkl" },
        ["session to detail"] = Entry with { SessionId = "jk", Detail = "lmno" },
        ["swapped"] = Entry with { SessionId = "mno", Detail = "jkl" },
        ["known device"] = Entry with { KnownDevice = false },
        ["missing is not empty"] = Entry with { Reason = "" },
        ["missing"] = Entry with { Reason = null },
        ["missing detail"] = Entry with { Detail = null },
        ["missing session"] = Entry with { SessionId = null, Detail = "jklmno" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void No_other_entry_has_its_hash(string difference)
    {
        Assert.NotEqual(ActivityChain.Hash(ActivityChain.Genesis, Entry), ActivityChain.Hash(ActivityChain.Genesis, Others[difference]));
        Assert.Equal(Others.Count, Others.Values.Select(e => ActivityChain.Hash(ActivityChain.Genesis, e)).Distinct().Count());
    }

    [Fact]
    public void The_hash_before_counts() =>
        Assert.NotEqual(ActivityChain.Hash(new string('1', 64), Entry), ActivityChain.Hash(ActivityChain.Genesis, Entry));

    [Fact]
    public void Wherever_the_fields_are_cut_the_hash_differs()
    {
        const string text = "abcdefghijklmnopqrst";
        Gen.Int[0, text.Length].Array[4].Array[2].Sample(cuts =>
        {
            var entries = cuts.Select(cut => Cut(text, [.. cut.Order()])).ToArray();
            return (ActivityChain.Hash(ActivityChain.Genesis, entries[0]) == ActivityChain.Hash(ActivityChain.Genesis, entries[1]))
                == (entries[0] == entries[1]);
        });
    }

    [Fact]
    public void The_outbox_numbers_without_a_gap_and_lets_go_of_what_the_log_has()
    {
        var outbox = ActivityOutbox.Empty;
        for (var i = 0; i < 10; i++) outbox = outbox.Add(Noon.AddTicks(12345), ActivityKind.Admitted, Stranger, null, null, null);

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), outbox.Undelivered.Select(e => e.Sequence));
        Assert.Equal([8L, 9L, 10L], outbox.Without(7).Undelivered.Select(e => e.Sequence));
        Assert.Equal((10, outbox.Hash), (outbox.Without(10).Sequence, outbox.Without(10).Hash));
        Assert.Empty(outbox.Without(10).Undelivered);
        Assert.Same(outbox, outbox.Without(0));
        Assert.Equal(Noon.AddMilliseconds(1), outbox.Undelivered[0].At);
        Assert.Equal(11, outbox.Without(10).Add(Noon, ActivityKind.Admitted, Stranger, null, null, null).Undelivered[0].Sequence);
    }

    [Fact]
    public void It_says_when_it_has_no_room_for_another_command()
    {
        var outbox = ActivityOutbox.Empty;
        for (var i = 0; i < ActivityOutbox.MaxUndelivered - 32; i++)
            outbox = outbox.Add(Noon, ActivityKind.Admitted, Stranger, null, null, null);

        Assert.False(outbox.IsFull);
        Assert.True(outbox.Add(Noon, ActivityKind.Admitted, Stranger, null, null, null).IsFull);
    }

    [Fact]
    public void The_longest_command_fits_into_the_room_that_is_kept()
    {
        var door = Door.Opened();
        for (var i = 0; i < 20; i++) door.Enter(Noon);
        var before = door.Account.Activity.Sequence;

        door.Enter(Noon.AddDays(2));

        Assert.InRange(door.Account.Activity.Sequence - before, 22, 31);
    }

    private static ActivityEntry Cut(string text, int[] at) =>
        Entry with { Kind = text[..at[0]],
            Network = text[at[0]..at[1]], Agent = text[at[1]..at[2]], SessionId = text[at[2]..at[3]], Detail = text[at[3]..] };
}
