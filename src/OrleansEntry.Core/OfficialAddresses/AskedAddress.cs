using System.Buffers;
using System.Globalization;
using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>What somebody pasted, read as a browser or a mail program would, with everything odd about it noted. Never throws.</summary>
internal sealed record AskedAddress
{
    private static readonly string[] WebSchemes = ["https:", "http:"];

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

    private static readonly SearchValues<char> NoBareName = SearchValues.Create("@./:?#");

    /// <summary>What kind it is.</summary>
    public required AddressKind Kind { get; init; }

    /// <summary>The whole of it as written, without scheme, last slash and the @ of a handle.</summary>
    public required string Written { get; init; }

    /// <summary>The host of a link, the domain of a mail address.</summary>
    public AskedHost? Host { get; init; }

    /// <summary>What stands before the @: a mail's local part, a link's user name, or the name that a mail shows.</summary>
    public string Before { get; init; } = "";

    /// <summary>A link's path, from its slash on.</summary>
    public string Path { get; init; } = "";

    /// <summary>The mail address or handle as lists have it; <see langword="null"/> where it is none.</summary>
    public string? Canonical { get; init; }

    /// <summary>What is odd about it. With any of these it is none of ours, whatever it leads to.</summary>
    public required IReadOnlyList<Reason> Signs { get; init; }

    /// <summary>Reads what was pasted.</summary>
    /// <param name="typed">At most <see cref="OfficialAddressRules.MaxTypedLength"/> UTF-16 code units.</param>
    public static AskedAddress Read(string typed)
    {
        List<Reason> signs = [];
        var text = Unwrap(Clean(WellFormed(typed), signs));
        if (text.Contains('\\', StringComparison.Ordinal))
        {
            // Browsers take it for a slash, and other programs do not.
            signs.Add(new Reason(Sign.Backslash));
            text = text.Replace('\\', '/');
        }

        if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) return ReadMail(text["mailto:".Length..].Split('?')[0], signs);

        var rest = WithoutScheme(text, signs, out var hasScheme);
        var authority = rest.AsSpan().IndexOfAny('/', '?', '#') is >= 0 and var end ? rest[..end] : rest;
        if (!hasScheme && text.EndsWith('>') && text.Contains('<', StringComparison.Ordinal)) return ReadNamedMail(text, signs);
        if (!hasScheme && IsHandle(rest)) return ReadHandle(rest, signs);
        return !hasScheme && authority.Length == rest.Length && rest.Contains('@', StringComparison.Ordinal)
            ? ReadMail(rest, signs)
            : ReadLink(rest, authority, signs);
    }

    /// <summary>The same text with a mark in the place of everything that Unicode calls no character.</summary>
    internal static string WellFormed(string text)
    {
        if (Folding.IsWellFormed(text)) return text;

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(Folding.IsWellFormed(rune.ToString()) ? rune.ToString() : "\ufffd");
        return whole.ToString();
    }

    // Blanks around it come with copying. Inside, browsers drop tabs and ends of lines; whatever else does not show is there to deceive.
    private static string Clean(string typed, List<Reason> signs)
    {
        var text = typed.Trim();
        if (!text.EnumerateRunes().Any(IsHidden)) return text;

        signs.Add(new Reason(Sign.HiddenCharacters));
        return string.Concat(text.EnumerateRunes().Where(rune => !IsHidden(rune)));
    }

    private static bool IsHidden(Rune rune) =>
        Folding.IsInvisible(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    private static string Unwrap(string text) => text is ['<', .., '>'] ? text[1..^1].Trim() : text;

    private static string WithoutScheme(string text, List<Reason> signs, out bool hasScheme)
    {
        hasScheme = true;
        foreach (var scheme in WebSchemes)
        {
            if (!text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) continue;

            // Browsers pass over any number of slashes, none too.
            if (scheme == "http:") signs.Add(new Reason(Sign.NotHttps));
            return text[scheme.Length..].TrimStart('/');
        }

        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon > 0 && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0)
        {
            signs.Add(new Reason(Sign.OtherScheme, text[..colon]));
            return text[(colon + 3)..];
        }

        hasScheme = text.StartsWith("//", StringComparison.Ordinal);
        return text.TrimStart('/');
    }

    private static bool IsHandle(string text) =>
        text.StartsWith('@') ? text.AsSpan(1).IndexOfAny('@', '/') < 0 : text.AsSpan().IndexOfAny(NoBareName) < 0;

    private static AskedAddress ReadHandle(string text, List<Reason> signs)
    {
        var written = text.StartsWith('@') ? text[1..] : text;
        var name = AskedHost.FoldAscii(written);
        return new AskedAddress
        {
            Kind = AddressKind.Handle, Written = written, Canonical = OfficialHandle.IsName(name) ? name : null, Signs = signs,
        };
    }

    // "Example Exchange" <no-reply@example.test>
    private static AskedAddress ReadNamedMail(string text, List<Reason> signs)
    {
        var open = text.LastIndexOf('<');
        var name = text[..open].Trim();
        var mail = ReadMail(text[(open + 1)..^1].Trim(), signs);
        if (!name.Contains('@', StringComparison.Ordinal)) return mail;

        signs.Add(new Reason(Sign.DisplayName, name));
        return mail with { Before = $"{name} {mail.Before}" };
    }

    private static AskedAddress ReadMail(string text, List<Reason> signs)
    {
        var at = text.LastIndexOf('@');
        var host = AskedHost.Read(text[(at + 1)..], signs);
        var local = at < 0 ? "" : text[..at];
        var folded = AskedHost.FoldAscii(local);
        var canonical = host.Canonical is { } domain && Identifier.TryParse($"{local}@{domain}", out var read) ? read.Value : null;

        // The mailbox is its domain's affair; what is no plain spelling of it is none of ours all the same.
        if (canonical is not null && !canonical.StartsWith(folded + "@", StringComparison.Ordinal))
            signs.Add(new Reason(Sign.UnusualLetters, local));
        return new AskedAddress
        {
            Kind = AddressKind.Mail, Written = text, Host = host, Before = folded, Canonical = canonical, Signs = signs,
        };
    }

    private static AskedAddress ReadLink(string rest, string authority, List<Reason> signs)
    {
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? "" : authority[..at];
        if (at >= 0) signs.Add(new Reason(Sign.UserName, user));

        var hostAndPort = authority[(at + 1)..];
        var colon = hostAndPort.StartsWith('[') ? -1 : hostAndPort.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && hostAndPort[colon..] != ":443") signs.Add(new Reason(Sign.Port, hostAndPort[colon..]));

        var host = AskedHost.Read(colon >= 0 ? hostAndPort[..colon] : hostAndPort, signs);
        var path = rest[authority.Length..];
        return new AskedAddress
        {
            Kind = AddressKind.Link, Written = rest.TrimEnd('/'), Host = host, Before = user, Signs = signs,
            Path = path.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? path[..end] : path,
        };
    }
}
