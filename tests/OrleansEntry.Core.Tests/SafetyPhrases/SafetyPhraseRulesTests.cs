using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SafetyPhrases;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.SafetyPhrases;

public sealed class SafetyPhraseRulesTests
{
    [Fact]
    public void Each_mail_shows_the_phrase_that_was_in_force_when_it_happened()
    {
        var (door, own) = Inside();

        Set(door, own, "sealed one");
        door.FailPasscodes(Noon, 10);
        Set(door, own, "sealed two");
        Assert.IsType<CommandAnswer.Done>(
            door.Do(SafetyPhraseRules.Remove(door.Account, own, Noon, door.CallerOf(own), Policy.Sessions)));
        door.Account = door.Account.Notify(Noon, NoticeKind.NewDevice, Stranger);

        Assert.Equal(
            [
                (NoticeKind.SafetyPhraseSet, null), (NoticeKind.LongWait, "sealed one"), (NoticeKind.SafetyPhraseChanged, "sealed one"),
                (NoticeKind.SafetyPhraseRemoved, "sealed two"), (NoticeKind.NewDevice, null),
            ],
            door.Account.Notices.Undelivered.Select(n => (n.Kind, n.ProtectedPhrase)));
        Assert.Null(door.Account.SafetyPhrase);
    }

    [Fact]
    public void The_log_tells_of_it_and_never_holds_it()
    {
        var (door, own) = Inside();
        Set(door, own, "sealed one");
        door.Do(SafetyPhraseRules.Remove(door.Account, own, Noon, door.CallerOf(own), Policy.Sessions));

        var told = door.Account.Activity.Undelivered.TakeLast(2).ToArray();
        Assert.Equal([ActivityKind.SafetyPhraseSet, ActivityKind.SafetyPhraseRemoved], told.Select(e => e.Kind));
        Assert.All(told, e => Assert.Equal((own.Id, null, null), (e.SessionId, e.Reason, e.Detail)));
        Assert.DoesNotContain("sealed", $"{door.Account} {door.Account.SafetyPhrase} {door.Account.Notices.Undelivered[^1]}",
            StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_and_removing_take_presence_with_the_second_factor_and_open_settings()
    {
        var door = Door.WithTotp();
        var own = door.Account.Sessions[^1] with { ConfirmedAt = Noon, ConfirmedWithSecondFactor = false };
        var confirmed = own with { ConfirmedWithSecondFactor = true };

        Assert.IsType<CommandAnswer.ConfirmationDue>(Set(door, own, "sealed"));
        Assert.IsType<CommandAnswer.Done>(Set(door, confirmed, "sealed"));
        Assert.IsType<CommandAnswer.ConfirmationDue>(
            SafetyPhraseRules.Remove(door.Account, own, Noon, door.CallerOf(own), Policy.Sessions).Answer);
        Assert.IsType<CommandAnswer.ConfirmationDue>(SafetyPhraseRules.Remove(
            door.Account, confirmed, Noon + Policy.Sessions.ConfirmationFor, door.CallerOf(own), Policy.Sessions).Answer);

        door.Account = door.Account with { SettingsLockedUntil = Noon.AddHours(1) };
        Assert.IsType<CommandAnswer.SettingsLocked>(Set(door, confirmed, "other"));
        Assert.IsType<CommandAnswer.SettingsLocked>(
            SafetyPhraseRules.Remove(door.Account, confirmed, Noon, door.CallerOf(own), Policy.Sessions).Answer);
    }

    [Fact]
    public void The_present_phrase_again_changes_nothing_and_where_there_is_none_none_is_removed()
    {
        var (door, own) = Inside();
        Assert.IsType<CommandAnswer.NotFound>(
            SafetyPhraseRules.Remove(door.Account, own, Noon, door.CallerOf(own), Policy.Sessions).Answer);
        Set(door, own, "sealed");
        var before = door.Account;

        Assert.IsType<CommandAnswer.Done>(Set(door, own, null));

        Assert.Same(before, door.Account);
    }

    [Fact]
    public void The_entrance_shows_it_to_a_device_that_the_account_knows_and_to_nobody_else()
    {
        var (door, own) = Inside();
        Assert.Null(SafetyPhraseRules.ShownTo(door.Account, new Lane(own.DeviceId)));
        Set(door, own, "sealed");

        Assert.Equal("sealed", SafetyPhraseRules.ShownTo(door.Account, door.Account.LaneOf(own)));
        Assert.Null(SafetyPhraseRules.ShownTo(door.Account, Lane.Stranger));
        door.Do(FreezeRules.Freeze(door.Account, own, Noon, door.CallerOf(own)));
        Assert.Null(SafetyPhraseRules.ShownTo(door.Account, door.Account.LaneOf(own)));
    }

    private static (Door Door, Session Own) Inside()
    {
        var door = Door.Opened();
        return (door, door.Enter(Noon));
    }

    private static CommandAnswer Set(Door door, Session own, string? phrase) =>
        door.Do(SafetyPhraseRules.Set(door.Account, own, phrase, Noon, door.CallerOf(own), Policy.Sessions));
}
