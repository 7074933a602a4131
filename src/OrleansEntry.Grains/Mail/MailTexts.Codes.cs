using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Notices;

namespace OrleansEntry.Grains.Mail;

// Mails with a code: each is sent to one address, and says what the code is for before it shows it.
public sealed partial class MailTexts
{
    /// <summary>The mail with a registration's code.</summary>
    public MailMessage Code(string messageId, string to, string code, TimeSpan worksFor) => new(messageId, to,
        $"Your code for {_name}",
        $"""
        Somebody, we hope you, is opening an account with this address at {_name}.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(worksFor.TotalMinutes)} minutes, on the page where you asked for it.
        Was it not you? Then you need do nothing: without the code no account is opened. Never give the code to anybody.
        """);

    /// <summary>The mail with the code that proves an alert address. The address is nobody's yet: it learns nothing of the
    /// account.</summary>
    public MailMessage AlertCode(string messageId, string to, string code, TimeSpan worksFor) => new(messageId, to,
        $"Your code for the alerts of {_name}",
        $"""
        Somebody, we hope you, wants the alerts of an account at {_name} to come to this address too.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(worksFor.TotalMinutes)} minutes, on the page where you asked for it.
        Was it not you? Then you need do nothing: without the code no alert comes here. Never give the code to anybody.
        """);

    /// <summary>The mail with the code by which a lost second factor is claimed.</summary>
    public MailMessage LostFactorCode(string messageId, string to, string code, TimeSpan worksFor) => new(messageId, to,
        $"Your code for a lost authenticator ({_name})",
        $"""
        Somebody, we hope you, gave your passcode and says that your authenticator and your recovery codes are lost.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(worksFor.TotalMinutes)} minutes, on the page where you asked for it. With it a wait of
        {Hours(policy.LostFactor.WaitFor)} begins, and after that the authenticator is removed.
        Was it not you? Then somebody knows your passcode. Do not give the code to anybody: enter now, and change your passcode.
        """);

    /// <summary>The mail with the code that a change of identifier takes from the new address. It is nobody's yet: it learns nothing of the
    /// account.</summary>
    public MailMessage NewIdentifierCode(string messageId, string to, string code) => new(messageId, to,
        $"Your code for a new address ({_name})",
        $"""
        Somebody, we hope you, wants to enter an account at {_name} with this address from now on.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(policy.IdentifierChange.CodeFor.TotalMinutes)} minutes, on the page where you asked for it.
        Was it not you? Then you need do nothing: without the code nothing changes. Never give the code to anybody.
        """);

    /// <summary>The mail with the code that it takes from the present address.</summary>
    public MailMessage OldIdentifierCode(string messageId, string to, string code, Notice notice, AccountId account) => new(messageId, to,
        $"Your code to leave this address ({_name})",
        $"""
        Somebody, we hope you, gave your passcode and wants to change the address of your account to {notice.Detail}.

        Your code: {code[..4]} {code[4..]}

        It works once, for {(int)Math.Ceiling(policy.IdentifierChange.CodeFor.TotalMinutes)} minutes, on the page where you asked for it.
        Never give the code to anybody: without it your address stays.

        {NotMe(notice, account)}
        """);
}
