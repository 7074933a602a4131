using System.Buffers;
using OrleansEntry.Core.Clients;

namespace OrleansEntry.Gateway.Http;

/// <summary>What a client says it is, shortened to something a person recognises. Never a fact to decide by.</summary>
internal static class ClientAgent
{
    /// <summary>Longest part of a User-Agent that is looked at, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>For a client that does not say, or says nothing that we know.</summary>
    public const string Unknown = "Unknown client";

    private const int MaxNameLength = 32;

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.");

    // The first that fits wins: browsers name their ancestors too, so the newest come first.
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Token, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>For example <c>Firefox on Windows</c>, <c>curl</c> or <see cref="Unknown"/>.</summary>
    public static string Of(string? userAgent)
    {
        var text = Cut(userAgent);
        if (Find(Browsers, text) is not { } browser) return ProductOf(text);

        return Find(Systems, text) is { } system ? $"{browser.Name} on {system.Name}" : browser.Name;
    }

    /// <summary>Which client and version it is, as Core's <c>Clients</c> README has it; <see langword="null"/> where it does not
    /// say.</summary>
    public static ClientRelease? ReleaseOf(string? userAgent)
    {
        var text = Cut(userAgent);
        var (token, name) = Find(Browsers, text) ?? (ProductOf(text) + '/', ProductOf(text));
        if (name == "Safari") token = "Version/";

        var at = text.IndexOf(token, StringComparison.Ordinal);
        if (at < 0) return null;

        var rest = text.AsSpan(at + token.Length);
        var end = rest.IndexOfAnyExcept(VersionCharacters);
        var known = name.ToLowerInvariant().Replace(' ', '-');
        return ClientVersion.TryParse(end < 0 ? rest : rest[..end], out var version) && ClientRelease.IsName(known)
            ? new ClientRelease(known, version)
            : null;
    }

    private static string Cut(string? userAgent) => userAgent is not { Length: > MaxLength } ? userAgent ?? "" : userAgent[..MaxLength];

    private static (string Token, string Name)? Find((string Token, string Name)[] known, string text)
    {
        foreach (var one in known)
        {
            if (text.Contains(one.Token, StringComparison.Ordinal)) return one;
        }

        return null;
    }

    // "curl/8.5.0" is a tool that names itself; only what RFC 9110 §10.1.5 calls a token is shown.
    private static string ProductOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('/', ' ');
        var name = end < 0 ? text : text[..end];
        return name is { Length: > 0 and <= MaxNameLength } and not "Mozilla"
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : Unknown;
    }
}
