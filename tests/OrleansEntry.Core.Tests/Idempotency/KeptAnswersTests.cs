using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Idempotency;
using Xunit;

namespace OrleansEntry.Core.Tests.Idempotency;

public sealed class KeptAnswersTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Account Open = StandIn with { OpenedAt = Noon };

    private static Account StandIn => new() { Id = AccountId.TryParse(new string('a', 32), out var id) ? id : default };

    [Fact]
    public void An_answer_is_found_by_its_name_until_its_time_is_over()
    {
        var account = KeptAnswers.Keep(Open, Name(1), [7], Noon);

        Assert.Equal([7], KeptAnswers.Find(account, Name(1), Noon + KeptAnswers.KeptFor - TimeSpan.FromTicks(1)));
        Assert.Null(KeptAnswers.Find(account, Name(1), Noon + KeptAnswers.KeptFor));
        Assert.Null(KeptAnswers.Find(account, Name(2), Noon));
    }

    [Fact]
    public void The_oldest_answers_go_first()
    {
        var account = Enumerable.Range(0, KeptAnswers.Max + 3).Aggregate(Open, (a, n) => KeptAnswers.Keep(a, Name(n), [(byte)n], Noon));

        Assert.Equal(KeptAnswers.Max, account.Kept.Length);
        Assert.Null(KeptAnswers.Find(account, Name(2), Noon));
        Assert.Equal([3], KeptAnswers.Find(account, Name(3), Noon));
    }

    [Fact]
    public void What_is_over_is_forgotten_and_nothing_else()
    {
        var account = KeptAnswers.Keep(KeptAnswers.Keep(Open, Name(1), [1], Noon), Name(2), [2], Noon.AddMinutes(1));

        Assert.Same(account, KeptAnswers.Forget(account, Noon.AddMinutes(9)));
        Assert.Equal([Name(2)], KeptAnswers.Forget(account, Noon.AddMinutes(10)).Kept.Select(kept => kept.Name));
    }

    [Fact]
    public void A_stand_in_keeps_nothing_and_nobody_keeps_what_is_too_long()
    {
        Assert.Same(Open, KeptAnswers.Keep(Open, Name(1), new byte[KeptAnswers.MaxBytes + 1], Noon));
        Assert.Single(KeptAnswers.Keep(Open, Name(1), new byte[KeptAnswers.MaxBytes], Noon).Kept);
        Assert.Empty(KeptAnswers.Keep(StandIn, Name(1), [1], Noon).Kept);
    }

    private static byte[] Name(int n) => [.. Enumerable.Repeat((byte)n, 32)];
}
