using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansEntry.Gateway.Reports;

/// <summary>What a browser kept one of our pages from doing, in our own words: nothing of the visitor's goes on.</summary>
/// <param name="Directive">The directive that was broken, or <c>other</c>.</param>
/// <param name="Blocked">What was blocked: <c>inline</c>, <c>eval</c>, an origin, the scheme of anything else, or <c>other</c>.</param>
/// <param name="DocumentPath">The path of the page, as it was told; no query and no fragment.</param>
internal sealed record CspViolation(string Directive, string Blocked, string DocumentPath)
{
    /// <summary>Violations that are read from one body; a page breaks with a few or with all of them.</summary>
    public const int MaxPerBody = 16;

    private const int MaxDepth = 16;
    private const int MaxOriginLength = 100;
    private const string Other = "other";

    private static readonly FrozenSet<string> Directives = new[]
    {
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "img-src",
        "connect-src", "worker-src", "font-src", "media-src", "frame-src", "child-src", "object-src", "manifest-src", "base-uri",
        "form-action", "frame-ancestors",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Words = new[] { "inline", "eval", "wasm-eval", "self" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads a body of either kind: one object (CSP Level 2, <c>report-uri</c>) or a list of reports (Reporting API).</summary>
    /// <returns>Whether it has the form of either; reports of other things are left out.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, out ImmutableArray<CspViolation> violations)
    {
        violations = [];
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Array)
                violations = [.. root.EnumerateArray().Select(FromReport).OfType<CspViolation>().Take(MaxPerBody)];
            else if (Member(root, "csp-report") is { ValueKind: JsonValueKind.Object } report)
                violations = [From(report, "effective-directive", "violated-directive", "blocked-uri", "document-uri")];
            else
                return false;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or text in it that is no Unicode.
            return false;
        }

        return true;
    }

    private static CspViolation? FromReport(JsonElement report) =>
        Text(report, "type") == "csp-violation" && Member(report, "body") is { ValueKind: JsonValueKind.Object } body
            ? From(body, "effectiveDirective", "violatedDirective", "blockedURL", "documentURL")
            : null;

    private static CspViolation From(JsonElement body, string directive, string olderDirective, string blocked, string page) => new(
        DirectiveOf(Text(body, directive) ?? Text(body, olderDirective)),
        BlockedOf(Text(body, blocked)),
        Uri.TryCreate(Text(body, page), UriKind.Absolute, out var uri) ? uri.AbsolutePath : Other);

    private static string DirectiveOf(string? text) => text?.Split(' ', 2)[0] is { } name && Directives.Contains(name) ? name : Other;

    private static string BlockedOf(string? text)
    {
        if (text is null || Words.Contains(text)) return text ?? Other;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)) return Other;
        if (uri.Scheme is not ("https" or "http" or "wss" or "ws")) return uri.Scheme is "data" or "blob" ? uri.Scheme : Other;

        var origin = $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";
        return origin.Length <= MaxOriginLength
            && origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '/') ? origin : Other;
    }

    private static string? Text(JsonElement element, string member) =>
        Member(element, member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement element, string member) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value : null;
}
