using System.Collections.Immutable;

namespace OrleansEntry.Core.SecondFactor;

/// <summary>Which time steps of an authenticator are accepted (RFC 6238 §5.2). Pure:
/// the codes themselves are computed by the shell.</summary>
public static class TotpRules
{
    /// <summary>Steps either side of now in which a misplaced code is recognised,
    /// to tell the person that the phone's clock is off.</summary>
    public const int StepsLookedAt = 20;

    /// <summary>Most burnt steps remembered; each costs a counted failure, so waits keep it far below.</summary>
    public const int MaxBurntSteps = 32;

    /// <summary>The step that an instant belongs to.</summary>
    public static long StepAt(DateTimeOffset now, int stepSeconds) => now.ToUnixTimeSeconds() / stepSeconds;

    /// <summary>Judges a code by the steps whose code it is.</summary>
    /// <param name="matches">The steps within <see cref="StepsLookedAt"/> of now whose code equals the submitted one;
    /// usually none or one.</param>
    /// <param name="authenticator">The authenticator.</param>
    /// <param name="now">When the code was received.</param>
    /// <returns>Right only for the current or the previous step, each once ever, strictly increasing (decision C2; N-16).</returns>
    public static CodeVerdict Judge(IReadOnlyList<long> matches, TotpAuthenticator authenticator, DateTimeOffset now)
    {
        var current = StepAt(now, authenticator.StepSeconds);
        CodeVerdict verdict = new CodeVerdict.Wrong();

        foreach (var step in matches)
        {
            var inWindow = step == current || step == current - 1;
            if (step <= authenticator.LastStep || authenticator.BurntSteps.Contains(step))
                verdict = new CodeVerdict.Used();
            else if (inWindow)
                return new CodeVerdict.RightStep(step);
            else if (verdict is CodeVerdict.Wrong)
                verdict = new CodeVerdict.OtherTime(step, Off(step, current, authenticator.StepSeconds));
        }

        return verdict;
    }

    /// <summary>The authenticator after a code was accepted.</summary>
    public static TotpAuthenticator Accept(TotpAuthenticator authenticator, long step) =>
        authenticator with { LastStep = step, BurntSteps = [.. authenticator.BurntSteps.Where(s => s > step)] };

    /// <summary>The authenticator after a code of another time was named as such: if its step is still to come, it is burnt.</summary>
    public static TotpAuthenticator Burn(TotpAuthenticator authenticator, long step, DateTimeOffset now)
    {
        var current = StepAt(now, authenticator.StepSeconds);
        if (step < current) return authenticator;

        var alive = authenticator.BurntSteps.Where(s => s >= current - 1).ToImmutableArray();
        return authenticator with { BurntSteps = alive.Length < MaxBurntSteps ? alive.Add(step) : alive.RemoveAt(0).Add(step) };
    }

    // In whole steps from the present one: what the person should see is about how far the phone's clock is off, not to the second.
    private static TimeSpan Off(long step, long current, int stepSeconds) => TimeSpan.FromSeconds((step - current) * stepSeconds);
}
