using OrleansEntry.Core.Notices;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Notices;

public sealed class NoticeOutboxTests
{
    [Fact]
    public void Mails_are_numbered_and_let_go_when_sent()
    {
        var outbox = Owing(5);

        Assert.Equal([1L, 2, 3, 4, 5], outbox.Undelivered.Select(n => n.Number));
        Assert.Equal([2L, 5], outbox.Without(new HashSet<long> { 1, 3, 4, 7 }).Undelivered.Select(n => n.Number));
        Assert.Equal(5, outbox.Without(new HashSet<long> { 1, 2, 3, 4, 5 }).LastNumber);
        Assert.Same(outbox, outbox.Without(new HashSet<long> { 6 }));
    }

    [Fact]
    public void While_none_can_be_sent_the_oldest_give_way()
    {
        var outbox = Owing(70).Within(Numbers);

        Assert.Equal((64, 7, 70), (outbox.Undelivered.Length, outbox.Undelivered[0].Number, outbox.LastNumber));
        Assert.Same(outbox, outbox.Within(Numbers));
        Assert.Equal(55, outbox.Within(new NoticePolicy { MaxWaiting = 16 }).Undelivered[0].Number);
    }

    [Fact]
    public void Warnings_of_a_removal_give_way_last_and_among_them_the_oldest_first()
    {
        var outbox = Owing(2).Add(Mail with { Kind = NoticeKind.FactorRemovalBegun });
        for (var i = 0; i < 20; i++) outbox = outbox.Add(Mail);

        var few = outbox.Within(new NoticePolicy { MaxWaiting = 16 });
        Assert.Equal([3L, .. Enumerable.Range(9, 15)], few.Undelivered.Select(n => n.Number));

        for (var i = 0; i < 20; i++) few = few.Add(Mail with { Kind = NoticeKind.FactorRemovalWaits });
        Assert.Equal(Enumerable.Range(28, 16).Select(n => (long)n), few.Within(new NoticePolicy { MaxWaiting = 16 }).Undelivered
            .Select(n => n.Number));
    }

    [Fact]
    public void A_further_address_has_room_of_its_own_and_takes_none_of_another()
    {
        var outbox = Enumerable.Range(0, 40).Aggregate(Owing(60), (o, _) => o.Add(Mail with { ProtectedTo = "one" }));
        outbox = outbox.Add(Mail with { ProtectedTo = "two" }).Within(Numbers);

        Assert.Equal(
            [(null, 60), ("one", 16), ("two", 1)],
            outbox.Undelivered.GroupBy(n => n.ProtectedTo).Select(g => (g.Key, g.Count())));
        Assert.Equal(101, outbox.LastNumber);
        Assert.Equal(100, outbox.Undelivered.Last(n => n.ProtectedTo == "one").Number);
    }

    private static readonly NoticePolicy Numbers = new();
    private static readonly Notice Mail = new(0, Noon, NoticeKind.NewDevice, Stranger.Network, Stranger.Agent);

    private static NoticeOutbox Owing(int mails) =>
        Enumerable.Range(0, mails).Aggregate(NoticeOutbox.Empty, (outbox, _) => outbox.Add(Mail));
}
