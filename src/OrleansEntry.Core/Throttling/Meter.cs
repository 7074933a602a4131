namespace OrleansEntry.Core.Throttling;

/// <summary>What proves something and can be guessed at. Each has its own budget.</summary>
public enum Authenticator
{
    /// <summary>The passcode.</summary>
    Passcode,

    /// <summary>Codes of the authenticator app.</summary>
    Totp,

    /// <summary>Recovery codes.</summary>
    RecoveryCode,

    /// <summary>Passkeys.</summary>
    Passkey,
}

/// <summary>The failures of one authenticator in one lane.</summary>
/// <param name="InARow">Failures since the last success anywhere: what the hard stop counts.</param>
/// <param name="Rung">Failures since the last success or quiet time in this lane: how far up the ladder of waits.</param>
/// <param name="LastAt">When the last one was.</param>
public readonly record struct Meter(int InARow, int Rung, DateTimeOffset LastAt)
{
    /// <summary>Counts one more failure.</summary>
    public Meter CountFailure(DateTimeOffset now, PacePolicy policy) => new(InARow + 1, RungAt(now, policy) + 1, now);

    /// <summary>The rung, with quiet time forgotten.</summary>
    public int RungAt(DateTimeOffset now, PacePolicy policy) => now - LastAt >= policy.ForgetAfter ? 0 : Rung;

    /// <summary>When the present wait ends; <see langword="null"/> when there is none at <paramref name="now"/>.</summary>
    /// <remarks>Half-open: at the end itself the wait is over. A clock that was set back by less than a wait makes it longer by as much
    /// (the clocks of two machines differ a little); one that was set back further ends it,
    /// or the wait would last until the clock has caught up. That is worth one attempt: its failure starts the wait anew,
    /// by the new clock.</remarks>
    public DateTimeOffset? WaitsUntil(DateTimeOffset now, PacePolicy policy)
    {
        var rung = RungAt(now, policy);
        if (rung < policy.FailuresBeforeWait) return null;

        var wait = policy.Waits[Math.Min(rung - policy.FailuresBeforeWait, policy.Waits.Count - 1)];
        return (now - LastAt).Duration() < wait ? LastAt + wait : null;
    }
}

/// <summary>The meters of one lane, one for each authenticator.</summary>
public sealed record Meters(Meter Passcode, Meter Totp, Meter RecoveryCode, Meter Passkey)
{
    /// <summary>Nothing has failed yet.</summary>
    public static Meters None { get; } = new(default, default, default, default);

    /// <summary>The meter of one authenticator.</summary>
    public Meter this[Authenticator authenticator] => authenticator switch
    {
        Authenticator.Passcode => Passcode,
        Authenticator.Totp => Totp,
        Authenticator.RecoveryCode => RecoveryCode,
        _ => Passkey,
    };

    /// <summary>The same with one meter replaced.</summary>
    public Meters With(Authenticator authenticator, Meter meter) => authenticator switch
    {
        Authenticator.Passcode => this with { Passcode = meter },
        Authenticator.Totp => this with { Totp = meter },
        Authenticator.RecoveryCode => this with { RecoveryCode = meter },
        _ => this with { Passkey = meter },
    };

    /// <summary>The same with another lane's failures in a row added; its waits are not.</summary>
    public Meters WithInARowOf(Meters other) => new(
        Passcode with { InARow = Passcode.InARow + other.Passcode.InARow },
        Totp with { InARow = Totp.InARow + other.Totp.InARow },
        RecoveryCode with { InARow = RecoveryCode.InARow + other.RecoveryCode.InARow },
        Passkey with { InARow = Passkey.InARow + other.Passkey.InARow });

    /// <summary>How much failed in this lane that is not yet made good or forgotten.</summary>
    public int Recent(DateTimeOffset now, PacePolicy policy) =>
        Passcode.RungAt(now, policy) + Totp.RungAt(now, policy) + RecoveryCode.RungAt(now, policy) + Passkey.RungAt(now, policy);
}

/// <summary>How authenticators are spelled in the log.</summary>
public static class AuthenticatorNames
{
    /// <summary>The name.</summary>
    public static string Name(this Authenticator authenticator) => authenticator switch
    {
        Authenticator.Passcode => "passcode",
        Authenticator.Totp => "totp",
        Authenticator.RecoveryCode => "recovery-code",
        _ => "passkey",
    };
}
