using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Export;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Export;

public sealed class ExportRulesTests
{
    [Fact]
    public void Taking_along_what_is_stored_takes_presence_with_the_second_factor_and_is_told()
    {
        var door = Door.WithTotp();
        var own = door.Account.Sessions[^1] with { ConfirmedAt = Noon, ConfirmedWithSecondFactor = false };
        var confirmed = own with { ConfirmedWithSecondFactor = true };

        var refused = ExportRules.Take(door.Account, own, Noon, door.CallerOf(own), Policy.Sessions);
        var late = ExportRules.Take(
            door.Account, confirmed, Noon + Policy.Sessions.ConfirmationFor, door.CallerOf(own), Policy.Sessions);
        var taken = ExportRules.Take(door.Account, confirmed, Noon, door.CallerOf(own), Policy.Sessions);

        Assert.IsType<CommandAnswer.ConfirmationDue>(refused.Answer);
        Assert.IsType<CommandAnswer.ConfirmationDue>(late.Answer);
        Assert.Same(door.Account, refused.Account);
        Assert.Same(door.Account, late.Account);
        Assert.IsType<CommandAnswer.Done>(taken.Answer);
        Assert.Equal((ActivityKind.AccountExported, own.Id),
            (taken.Account.Activity.Undelivered[^1].Kind, taken.Account.Activity.Undelivered[^1].SessionId));
        Assert.Equal(NoticeKind.AccountExported, taken.Account.Notices.Undelivered[^1].Kind);
    }
}
