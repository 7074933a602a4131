using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Core.SecondFactor;

/// <summary>The names of what can be proved, as clients, sessions and the log spell them.</summary>
public static class Method
{
    /// <summary>The passcode.</summary>
    public const string Passcode = "passcode";

    /// <summary>A code of the authenticator app.</summary>
    public const string Totp = "totp";

    /// <summary>A recovery code.</summary>
    public const string RecoveryCode = "recovery-code";

    /// <summary>A passkey: two factors in one, because its authenticator verified its user.</summary>
    public const string Passkey = "passkey";

    /// <summary>The budget a second factor draws on; <see langword="null"/> when the name is none.</summary>
    public static Authenticator? AuthenticatorOf(string? method) => method switch
    {
        Totp => Authenticator.Totp,
        RecoveryCode => Authenticator.RecoveryCode,
        Passkey => Authenticator.Passkey,
        _ => null,
    };
}
