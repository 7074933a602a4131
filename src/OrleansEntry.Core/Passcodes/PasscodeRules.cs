using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.Passcodes;

/// <summary>Judges new passcodes: length and known values, and nothing about which characters to use (ASVS 6.2.5). Pure, and safe to
/// share between threads.</summary>
/// <param name="common">What attackers try first.</param>
/// <param name="words">The service's own words.</param>
public sealed class PasscodeRules(Blocklist common, ServiceWords words)
{
    /// <summary>The rules with the lists that this build carries. The first use reads them; touch it at start.</summary>
    public static PasscodeRules Standard => field ??= new PasscodeRules(Blocklist.Common, ServiceWords.Standard);

    /// <summary>Judges a passcode that somebody wants to set.</summary>
    /// <param name="candidate">The whole new passcode.</param>
    /// <param name="person">Whose it will be; <see langword="null"/> when that is not known.</param>
    /// <param name="policy">How long it must and may be.</param>
    /// <returns>The first refusal that applies: length, then the list, then the person's address, then the service's words, of which
    /// the person's may be part.</returns>
    public PasscodeAnswer Judge(Passcode candidate, Identifier? person, PasscodePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(policy);

        var length = candidate.Length;
        if (length < policy.MinLength) return new PasscodeAnswer.TooShort(policy.MinLength, length);
        if (length > policy.MaxLength) return new PasscodeAnswer.TooLong(policy.MaxLength, length);
        if (common.Contains(candidate)) return new PasscodeAnswer.Listed();

        var skeleton = WordPadding.Skeleton(candidate.Text);
        var own = person is { } known ? WordPadding.WordsOf(known) : [];
        if (WordPadding.IsPadded(skeleton, own)) return new PasscodeAnswer.LikeIdentifier();
        if (WordPadding.IsPadded(skeleton, [.. own, .. words.All])) return new PasscodeAnswer.ServiceWord();

        return new PasscodeAnswer.Accepted();
    }
}
