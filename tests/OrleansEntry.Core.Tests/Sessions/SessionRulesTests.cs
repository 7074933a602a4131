using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Sessions;

public sealed class SessionRulesTests
{
    private static readonly SessionPolicy Rules = new();

    [Fact]
    public void An_hour_without_use_ends_it()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        Assert.Equal(own, Find(door, own, Noon.AddHours(1).AddTicks(-1)));
        Assert.Null(Find(door, own, Noon.AddHours(1)));
        Assert.Equal(Noon.AddHours(1), own.IdleExpiresAt(Rules));
    }

    [Fact]
    public void Use_keeps_it_and_a_day_ends_it_all_the_same()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        for (var at = Noon; at < Noon.AddHours(24); at = at.AddMinutes(50))
        {
            own = Find(door, own, at)!;
            door.Account = SessionRules.Touch(door.Account, own, at);
        }

        own = door.Account.Sessions[0];
        Assert.NotNull(Find(door, own, Noon.AddHours(24).AddTicks(-1)));
        Assert.Null(Find(door, own, Noon.AddHours(24)));
        Assert.Equal(Noon.AddHours(24), own.IdleExpiresAt(Rules));
    }

    [Fact]
    public void A_use_before_the_last_one_changes_nothing()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        Assert.Same(door.Account, SessionRules.Touch(door.Account, own, Noon.AddMinutes(-5)));
    }

    [Fact]
    public void Neither_another_secret_nor_another_name_finds_it()
    {
        var door = Door.Opened();
        var (own, other) = (door.Enter(Noon), door.Enter(Noon));

        Assert.Null(SessionRules.Find(door.Account, own.Id, other.SecretHash, Noon, Rules));
        Assert.Null(SessionRules.Find(door.Account, Name(99), own.SecretHash, Noon, Rules));
        Assert.Null(SessionRules.Find(door.Account, own.Id, [], Noon, Rules));
        Assert.Null(SessionRules.Find(door.Account, own.Id, own.SecretHash.AsSpan(0, 31), Noon, Rules));
    }

    [Fact]
    public void A_rotated_token_kills_the_one_before_and_keeps_the_session_s_age()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);

        (door.Account, var next) = SessionRules.Rotate(door.Account, own, ["totp"], SessionSeed(77), Noon.AddMinutes(30));

        Assert.Null(Find(door, own, Noon.AddMinutes(30)));
        Assert.Equal(next, Find(door, next, Noon.AddMinutes(30)));
        Assert.Equal((own.Id, own.StartedAt, Noon.AddMinutes(30), true),
            (next.Id, next.StartedAt, next.ConfirmedAt, next.ConfirmedWithSecondFactor));
        Assert.Equal(["passcode", "totp"], next.Methods);
    }

    [Fact]
    public void The_twenty_first_ends_the_oldest_and_the_log_says_so()
    {
        var door = Door.Opened();
        var first = door.Enter(Noon);
        for (var i = 1; i < 20; i++) door.Enter(Noon.AddSeconds(i));
        Assert.DoesNotContain(door.Account.Activity.Undelivered, e => e.Kind == ActivityKind.SessionEnded);

        door.Enter(Noon.AddSeconds(20));

        Assert.Equal(20, door.Account.Sessions.Length);
        Assert.Equal([(first.Id, "oldest")], Ended(door));
    }

    [Fact]
    public void Those_whose_time_is_over_make_room_first()
    {
        var door = Door.Opened();
        var old = door.Enter(Noon);

        door.Enter(Noon.AddHours(1));

        Assert.Equal([(old.Id, "expired")], Ended(door));
        Assert.Single(door.Account.Sessions);
    }

    [Fact]
    public void Leaving_ends_one_s_own_without_proof()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon);

        Assert.IsType<CommandAnswer.Done>(door.Do(SessionRules.EndOne(door.Account, own, own.Id, Noon.AddMinutes(30), Stranger, Rules)));

        Assert.Null(Find(door, own, Noon.AddMinutes(30)));
        Assert.Contains((own.Id, "left"), Ended(door));
    }

    [Fact]
    public void Ending_another_takes_presence_and_finds_only_the_living()
    {
        var door = Door.Opened();
        var (other, own) = (door.Enter(Noon), door.Enter(Noon.AddMinutes(55)));

        Assert.IsType<CommandAnswer.ConfirmationDue>(EndOne(door, own, other.Id, Noon.AddMinutes(65)));
        Assert.IsType<CommandAnswer.NotFound>(EndOne(door, own, Name(99), Noon.AddMinutes(58)));
        Assert.IsType<CommandAnswer.NotFound>(EndOne(door, own, other.Id, Noon.AddMinutes(60)));
        Assert.IsType<CommandAnswer.Done>(EndOne(door, own, other.Id, Noon.AddMinutes(59)));
        Assert.Equal([(other.Id, "ended")], Ended(door));
    }

    [Fact]
    public void Ending_all_others_takes_presence_and_leaves_one_s_own()
    {
        var door = Door.Opened();
        for (var i = 0; i < 4; i++) door.Enter(Noon);
        var own = door.Enter(Noon);

        Assert.IsType<CommandAnswer.ConfirmationDue>(door.Do(SessionRules.EndOthers(
            door.Account, own, Noon.AddMinutes(10), Stranger, Rules)));
        Assert.IsType<CommandAnswer.Done>(door.Do(SessionRules.EndOthers(door.Account, own, Noon.AddMinutes(9), Stranger, Rules)));

        Assert.Equal(own, Assert.Single(door.Account.Sessions));
        Assert.Equal(4, Ended(door).Count(e => e.Reason == "others"));
    }

    // Whether the account has a factor, whether it was shown, and whether sensitive changes are open.
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void Presence_takes_the_factor_where_there_is_one_and_lasts_ten_minutes(bool enrolled, bool shown, bool open)
    {
        var door = enrolled ? Door.WithTotp() : Door.Opened();
        var own = door.Enter(Noon) with { ConfirmedWithSecondFactor = shown };

        Assert.Equal(open, SessionRules.IsConfirmed(door.Account, own, Noon.AddMinutes(10).AddTicks(-1), Rules));
        Assert.False(SessionRules.IsConfirmed(door.Account, own, Noon.AddMinutes(10), Rules));
    }

    private static Session? Find(Door door, Session own, DateTimeOffset at) =>
        SessionRules.Find(door.Account, own.Id, own.SecretHash, at, Rules);

    private static CommandAnswer EndOne(Door door, Session own, string id, DateTimeOffset at) =>
        door.Do(SessionRules.EndOne(door.Account, own, id, at, Stranger, Rules));

    private static IEnumerable<(string? Id, string? Reason)> Ended(Door door) =>
        door.Account.Activity.Undelivered.Where(e => e.Kind == ActivityKind.SessionEnded).Select(e => (e.SessionId, e.Reason));
}
