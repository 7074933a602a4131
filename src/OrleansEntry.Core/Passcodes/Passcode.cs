using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.Passcodes;

/// <summary>A passcode as the person typed it, to be set or to be verified. It never prints itself.</summary>
/// <remarks>It is taken as received but for NFC, so that keyboards that compose letters differently agree (NIST SP 800-63B-4
/// §3.1.1.2); nothing is trimmed, cut or folded (ASVS 6.2.8). That decision is STANDARDS row C5.</remarks>
public sealed class Passcode
{
    private Passcode(string text) => Text = text;

    /// <summary>Longest text that is looked at, in UTF-16 code units. It only bounds the work; how long a new passcode may be is
    /// <see cref="PasscodePolicy.MaxLength"/>.</summary>
    public const int MaxTypedLength = 1024;

    /// <summary>How long it is: Unicode code points of the NFC form, each counting as one (NIST SP 800-63B-4 §3.1.1.2).</summary>
    public int Length => Text.EnumerateRunes().Count();

    // NFC.
    internal string Text { get; }

    /// <summary>Takes what was typed.</summary>
    /// <param name="typed">1 to <see cref="MaxTypedLength"/> UTF-16 code units.</param>
    /// <param name="passcode">The passcode, when the answer is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> for what is no text: nothing, too much, control characters (a NUL would end the passcode
    /// early in other people's code), lone surrogates, noncharacters. It says nothing about strength: see
    /// <see cref="PasscodeRules"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? typed, [NotNullWhen(true)] out Passcode? passcode)
    {
        var isText = typed is { Length: > 0 and <= MaxTypedLength } && Folding.IsWellFormed(typed) && !typed.Any(char.IsControl);
        passcode = isText ? new Passcode(typed!.Normalize(NormalizationForm.FormC)) : null;
        return isText;
    }

    /// <summary>The bytes to be hashed: UTF-8 of the NFC form. The caller wipes them.</summary>
    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(Text);

    /// <summary>Never the passcode.</summary>
    public override string ToString() => "[passcode]";
}
