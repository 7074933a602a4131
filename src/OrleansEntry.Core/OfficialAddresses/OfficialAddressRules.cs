using System.Collections.Immutable;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>Whether an address is ours, looks like one of ours, or is unknown. Pure: it asks nobody.</summary>
public static class OfficialAddressRules
{
    /// <summary>Longest text that is looked at, in UTF-16 code units.</summary>
    public const int MaxTypedLength = 1024;

    private const string EncodedLabel = "xn--";

    /// <summary>Looks at an address. Official is only what is on the list, written plainly; never throws.</summary>
    /// <param name="list">What is ours.</param>
    /// <param name="typed">A link, a mail address or a handle as somebody pasted it, at most <see cref="MaxTypedLength"/>.</param>
    /// <exception cref="ArgumentException">It is longer: its caller did not look.</exception>
    public static OfficialAnswer Check(OfficialList list, string typed)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(typed);
        if (typed.Length > MaxTypedLength) throw new ArgumentException($"At most {MaxTypedLength} characters are read.", nameof(typed));

        var asked = AskedAddress.Read(typed);
        var address = AddressOf(asked);
        if (list.Find(asked) is { } entry)
        {
            return asked.Signs.Count == 0
                ? new OfficialAnswer.Official(entry, list.NetworkOf(asked)) { Kind = asked.Kind, Address = address }
                : new OfficialAnswer.LookAlike(entry, [.. asked.Signs]) { Kind = asked.Kind, Address = address };
        }

        if (Resemblance.Find(asked, list.Landmarks) is var (ours, why))
        {
            return new OfficialAnswer.LookAlike(ours.Of, [.. why, .. asked.Signs, .. Encoded(asked)])
            {
                Kind = asked.Kind, Address = address,
            };
        }

        var nothing = address is null ? Sign.Unreadable : list.Landmarks.IsEmpty ? Sign.NothingListed : Sign.NotListed;
        return new OfficialAnswer.Unknown(new Reason(nothing)) { Kind = asked.Kind, Address = address };
    }

    private static string? AddressOf(AskedAddress asked) => asked.Kind switch
    {
        AddressKind.Link => asked.Host?.Canonical,
        AddressKind.Mail => asked.Canonical,
        _ => asked.Canonical is { } name ? "@" + name : null,
    };

    // It tells a look-alike more closely, and makes none.
    private static ImmutableArray<Reason> Encoded(AskedAddress asked) =>
        asked.Host is { Canonical: { } canonical } && canonical.Contains(EncodedLabel, StringComparison.Ordinal)
            ? [new Reason(Sign.EncodedName, canonical, asked.Host.Shown)]
            : [];
}
