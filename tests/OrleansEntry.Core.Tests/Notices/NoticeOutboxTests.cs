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
        Assert.Equal([4L, 5], outbox.Without(3).Undelivered.Select(n => n.Number));
        Assert.Equal(5, outbox.Without(5).LastNumber);
        Assert.Same(outbox, outbox.Without(0));
    }

    [Fact]
    public void While_none_can_be_sent_the_oldest_give_way()
    {
        var outbox = Owing(70);

        Assert.Equal(NoticeOutbox.MaxUndelivered, outbox.Undelivered.Length);
        Assert.Equal((7, 70), (outbox.Undelivered[0].Number, outbox.LastNumber));
    }

    private static NoticeOutbox Owing(int mails) =>
        Enumerable.Range(0, mails).Aggregate(NoticeOutbox.Empty, (outbox, _) => outbox.Add(Noon, NoticeKind.NewDevice, Stranger));
}
