using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Mail;
using Xunit;

namespace OrleansEntry.Grains.Tests.Mail;

public sealed class MailTextsTests
{
    private const string Phrase = "salt & \"pepper\"";

    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly MailTexts Texts = new(
        new ServiceOptions { EntranceUrl = "https://entry.example.test" }, new DeploymentKeys(new byte[32]), new EntryPolicy());

    // A code's mail is one of its own.
    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>().Where(k =>
        k is not (NoticeKind.AlertAddressCode or NoticeKind.LostFactorCode or NoticeKind.IdentifierCode))];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_mail_says_what_when_and_where_and_shows_the_phrase_in_both_of_its_forms(NoticeKind kind)
    {
        var (plain, shown) = (Of(kind, null), Of(kind, Phrase));

        Assert.DoesNotContain("safety phrase:", plain.Text, StringComparison.Ordinal);
        Assert.Equal($"Your safety phrase: {Phrase}\n\n{plain.Text}", shown.Text);
        Assert.Contains("<p>Your safety phrase: salt &amp; &quot;pepper&quot;</p>", shown.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("pepper", shown.Subject, StringComparison.Ordinal);
        Assert.Equal(plain.Subject, shown.Subject);
        Assert.Contains("When: 2030-01-02 12:00:00 UTC\nFrom: network 203.0.113.7, Firefox on Linux", shown.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoticeKind.LongWait, "passcode 1200", "Tries of the passcode from there have to wait now: 20 minutes.")]
    [InlineData(NoticeKind.LongWait, "trading-passcode 3600", "Tries of the trading passcode from there have to wait now: an hour.")]
    [InlineData(NoticeKind.LongWait, "totp 60", "Tries of the authenticator code from there have to wait now: 60 seconds.")]
    [InlineData(NoticeKind.OutOfUse, "recovery-code strangers", "From devices that your account does not know it is not looked at")]
    [InlineData(NoticeKind.OutOfUse, "passcode devices", "From the devices that your account knows it is not looked at any more.")]
    [InlineData(NoticeKind.DeviceForgotten, "Desk at home", "Your account knows the device “Desk at home” no more.")]
    [InlineData(NoticeKind.OperatorActed, "unlock", "ended the waits")]
    [InlineData(NoticeKind.OperatorActed, "freeze", "no way back by mail")]
    [InlineData(NoticeKind.OperatorActed, "end-sessions", "ended all sessions")]
    [InlineData(NoticeKind.OperatorActed, "cancel-recovery", "no longer work")]
    [InlineData(NoticeKind.OperatorActed, "unfreeze", "Two of our staff agreed")]
    [InlineData(NoticeKind.ClosingBegun, "2030-01-16T12:00:00Z", "It will be closed on 2030-01-16 12:00:00 UTC, unless you stop it")]
    [InlineData(NoticeKind.ClosingWaits, "2030-01-16T12:00:00Z", "https://entry.example.test/keep-account#")]
    [InlineData(NoticeKind.AccountClosed, "a***@e***.test", "For 5 years we keep the list of what happened")]
    public void A_mail_names_what_it_is_about(NoticeKind kind, string detail, string said) =>
        Assert.Contains(said, Of(kind, null, detail).Text, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Kinds))]
    public void Every_mail_has_a_link_that_closes_the_account_but_for_those_where_that_would_help_nobody(NoticeKind kind)
    {
        var text = Of(kind, null).Text;

        var hasLink = text.Contains("https://entry.example.test/not-me#", StringComparison.Ordinal);
        Assert.Equal(
            kind is not (NoticeKind.AccountFrozen or NoticeKind.RecoveryLink or NoticeKind.NewPasscodeLink or NoticeKind.RegistrationTried
                or NoticeKind.IdentifierMoved or NoticeKind.IdentifierChangeUndone or NoticeKind.OperatorActed
                or NoticeKind.AccountClosed),
            hasLink);
        if (kind is NoticeKind.AccountFrozen) Assert.Contains("https://entry.example.test/recover.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_lives_as_long_as_the_deployment_says_and_the_mail_says_so()
    {
        var keys = new DeploymentKeys(new byte[32]);
        var texts = new MailTexts(new ServiceOptions(), keys, new EntryPolicy { Freezing = new() { LinkFor = TimeSpan.FromHours(30) } });
        var text = Of(NoticeKind.NewDevice, null, texts: texts).Text;

        Assert.Contains("The link works once, for 30 hours.", text, StringComparison.Ordinal);
        Assert.True(MailLink.TryRead(text.Split("/not-me#")[1][..MailLink.TextLength], LinkPurpose.NotMe, keys, out var link));
        Assert.Equal(Noon.AddHours(30), link.ExpiresAt);
    }

    [Fact]
    public void A_mail_to_an_alert_address_says_whose_it_is_and_is_otherwise_the_same_but_for_its_link()
    {
        var (own, further) = (Of(NoticeKind.NewDevice, Phrase), Of(NoticeKind.NewDevice, Phrase, of: "a***@e***.test"));

        Assert.Equal(
            $"{own.Text}\n\nThis address gets the alerts of the account a***@e***.test at Example Exchange. "
                + "Nobody enters or recovers the account by it.",
            further.Text);
    }

    [Fact]
    public void The_mail_with_a_code_tells_a_stranger_nothing_of_the_account()
    {
        var mail = Texts.AlertCode("id", "ada@example.test", "12345678", TimeSpan.FromMinutes(10));

        Assert.Contains("Your code: 1234 5678", mail.Text, StringComparison.Ordinal);
        Assert.Contains("for 10 minutes", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", mail.Subject, StringComparison.Ordinal);
    }

    private static MailMessage Of(
        NoticeKind kind, string? phrase, string? detail = null, string? of = null, MailTexts? texts = null) => (texts ?? Texts).Notice(
        "id", "ada@example.test", new Notice(7, Noon, kind, "203.0.113.7", "Firefox on Linux") { Detail = detail },
        AccountId.TryParse(new string('a', 32), out var id) ? id : throw new InvalidOperationException(), phrase, of);
}
