using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansEntry.Core.Trading;

/// <summary>One member of an operation's details, as a person is shown it.</summary>
/// <param name="Name">Its name; inside of others it is joined by points: <c>to.address</c>, <c>legs.0.amount</c>.</param>
/// <param name="Value">Its value as text.</param>
public sealed record OperationFact(string Name, string Value);

/// <summary>What exactly is to be approved: a small JSON object in its one canonical form, of which nothing can hide.</summary>
/// <remarks>So that the same details always hash the same, a number must be written with digits that a double carries: amounts with more
/// digits belong in strings. So that what is shown is what is there, texts hold no control, format or private characters.</remarks>
public sealed class OperationDetails
{
    private const string NameRule = "has members named with 1 to 64 letters, digits, '_' and '-'";

    private OperationDetails(string canonical, ImmutableArray<OperationFact> facts) => (Canonical, Facts) = (canonical, facts);

    /// <summary>The canonical form (RFC 8785).</summary>
    public string Canonical { get; }

    /// <summary>Every value in it, in canonical order.</summary>
    public ImmutableArray<OperationFact> Facts { get; }

    /// <summary>SHA-256 of the canonical form: what an approval is bound to.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Canonical));

    /// <summary>Reads details.</summary>
    /// <param name="json">What was sent.</param>
    /// <param name="policy">How large they may be.</param>
    /// <param name="details">The details, when the answer is <see langword="true"/>.</param>
    /// <param name="rule">Otherwise the rule that it breaks, as the end of a sentence that begins with the member's name.</param>
    public static bool TryRead(
        JsonElement json, TradingPolicy policy, [NotNullWhen(true)] out OperationDetails? details, [NotNullWhen(false)] out string? rule)
    {
        details = null;
        rule = null;
        if (json.ValueKind is not JsonValueKind.Object)
        {
            rule = "is an object";
            return false;
        }

        try
        {
            var canonical = CanonicalJson.Write(json);
            var facts = new List<OperationFact>();
            rule = Encoding.UTF8.GetByteCount(canonical) > policy.DetailBytes
                ? string.Create(CultureInfo.InvariantCulture, $"has at most {policy.DetailBytes:N0} bytes")
                : Collect(json, "", 1, policy, facts);
            if (rule is null) details = new OperationDetails(canonical, [.. facts.OrderBy(f => f.Name, StringComparer.Ordinal)]);
        }
        catch (FormatException)
        {
            rule = "holds numbers that a double holds, texts that are texts, and no name twice";
        }

        return details is not null;
    }

    private static string? Collect(JsonElement value, string path, int depth, TradingPolicy policy, List<OperationFact> into)
    {
        var isContainer = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        if (isContainer && depth > policy.DetailDepth) return $"is nested at most {policy.DetailDepth} deep";

        // An empty one inside says something too, and is shown as it is.
        if (isContainer && (path.Length == 0 || Children(value).Any()))
            return Children(value)
                .Select(child => IsName(child.Name)
                    ? Collect(child.Value, Join(path, child.Name), depth + 1, policy, into)
                    : NameRule)
                .FirstOrDefault(broken => broken is not null);

        if (into.Count == policy.DetailValues) return $"holds at most {policy.DetailValues} values";
        if (value.ValueKind is JsonValueKind.String && !IsVisible(value.GetString()!)) return "holds no characters that cannot be seen";
        if (value.ValueKind is JsonValueKind.Number && !IsCarried(value))
            return "writes numbers with more digits than a double carries as strings";

        into.Add(new OperationFact(path, value.ValueKind is JsonValueKind.String ? value.GetString()! : CanonicalJson.Write(value)));
        return null;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Children(JsonElement value) => value.ValueKind is JsonValueKind.Object
        ? value.EnumerateObject().Select(member => (member.Name, member.Value))
        : value.EnumerateArray().Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // No point: what is joined by points must not be mistaken for one name.
    private static bool IsName(string name) => name.Length is > 0 and <= 64
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static bool IsVisible(string text) =>
        !text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    // The digits as written and as a double gives them back are the same.
    private static bool IsCarried(JsonElement number) =>
        number.GetRawText() is { Length: <= 64 } written
        && EcmaNumber.Decimal(written.TrimStart('-')) == EcmaNumber.Decimal(CanonicalJson.Write(number).TrimStart('-'));
}
