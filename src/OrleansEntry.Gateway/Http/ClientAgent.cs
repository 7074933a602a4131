namespace OrleansEntry.Gateway.Http;

/// <summary>What a client says it is, shortened to something a person recognises. Never a fact to decide by.</summary>
internal static class ClientAgent
{
    /// <summary>Longest part of a User-Agent that is looked at, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>For a client that does not say, or says nothing that we know.</summary>
    public const string Unknown = "Unknown client";

    private const int MaxNameLength = 32;

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
        if (string.IsNullOrWhiteSpace(userAgent)) return Unknown;

        var text = userAgent.Length > MaxLength ? userAgent[..MaxLength] : userAgent;
        return Find(Browsers, text) is { } browser
            ? Find(Systems, text) is { } system ? $"{browser} on {system}" : browser
            : ProductOf(text);
    }

    private static string? Find((string Token, string Name)[] known, string text)
    {
        foreach (var (token, name) in known)
        {
            if (text.Contains(token, StringComparison.Ordinal)) return name;
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
