using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansEntry.Core.Operators;

/// <summary>Why an operator does something, in a sentence. Nothing is done without one.</summary>
public sealed record OperatorReason
{
    /// <summary>Shortest, in characters.</summary>
    public const int MinLength = 3;

    /// <summary>Longest, in characters.</summary>
    public const int MaxLength = 200;

    private OperatorReason(string text) => Text = text;

    /// <summary>The sentence.</summary>
    public string Text { get; }

    /// <summary>Reads what an operator typed: trimmed, in one line, without characters that can not be seen.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OperatorReason? reason)
    {
        var trimmed = text?.Trim() ?? "";
        reason = trimmed.Length is >= MinLength and <= MaxLength && !trimmed.Any(IsHidden) ? new OperatorReason(trimmed) : null;
        return reason is not null;
    }

    /// <summary>The sentence.</summary>
    public override string ToString() => Text;

    private static bool IsHidden(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
}
