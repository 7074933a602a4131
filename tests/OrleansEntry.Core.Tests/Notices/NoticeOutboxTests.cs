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
        var outbox = Owing(70);

        Assert.Equal(NoticeOutbox.MaxUndelivered, outbox.Undelivered.Length);
        Assert.Equal((7, 70), (outbox.Undelivered[0].Number, outbox.LastNumber));
    }

    [Fact]
    public void A_further_address_has_room_of_its_own_and_takes_none_of_another()
    {
        var outbox = Enumerable.Range(0, 40).Aggregate(Owing(60), (o, _) => o.Add(Mail with { ProtectedTo = "one" }));
        outbox = outbox.Add(Mail with { ProtectedTo = "two" });

        Assert.Equal(
            [(null, 60), ("one", NoticeOutbox.MaxUndeliveredFurther), ("two", 1)],
            outbox.Undelivered.GroupBy(n => n.ProtectedTo).Select(g => (g.Key, g.Count())));
        Assert.Equal(101, outbox.LastNumber);
        Assert.Equal(100, outbox.Undelivered.Last(n => n.ProtectedTo == "one").Number);
    }

    private static readonly Notice Mail = new(0, Noon, NoticeKind.NewDevice, Stranger.Network, Stranger.Agent);

    private static NoticeOutbox Owing(int mails) =>
        Enumerable.Range(0, mails).Aggregate(NoticeOutbox.Empty, (outbox, _) => outbox.Add(Mail));
}
