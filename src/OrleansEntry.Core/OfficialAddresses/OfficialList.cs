using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>A handle of ours.</summary>
/// <param name="Name">Without its @: 1 to <see cref="MaxNameLength"/> of <c>a-z 0-9 . _ -</c>.</param>
/// <param name="On">The network on which it is ours; the same name elsewhere may be anybody's.</param>
public sealed record OfficialHandle(string Name, string On)
{
    /// <summary>Longest name and longest network, in characters.</summary>
    public const int MaxNameLength = 64, MaxNetworkLength = 32;

    /// <summary>Whether a text is a handle's name.</summary>
    public static bool IsName([NotNullWhen(true)] string? text) => text is { Length: > 0 and <= MaxNameLength }
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');
}

/// <summary>What is ours: the domains, mail senders and handles that operators list.</summary>
public sealed class OfficialList
{
    /// <summary>The most entries of each kind.</summary>
    public const int MaxEntries = 64;

    private const string Below = "*.";

    private readonly FrozenDictionary<string, string> _hosts;
    private readonly ImmutableArray<string> _parents;
    private readonly FrozenSet<string> _senders;
    private readonly FrozenDictionary<string, OfficialHandle> _handles;

    private OfficialList(
        int version, DateOnly? issuedOn, ImmutableArray<string> domains, ImmutableArray<string> senders,
        ImmutableArray<OfficialHandle> handles)
    {
        (Version, IssuedOn, Domains, Senders, Handles) = (version, issuedOn, domains, senders, handles);
        _hosts = domains.Where(domain => !IsBelow(domain)).ToFrozenDictionary(domain => domain, AskedHost.Decode);
        _parents = [.. domains.Where(IsBelow).Select(HostOf)];
        _senders = senders.ToFrozenSet(StringComparer.Ordinal);
        _handles = handles.ToFrozenDictionary(handle => handle.Name);
        Landmarks = Landmark.All(this);
    }

    /// <summary>Nothing is listed.</summary>
    public static OfficialList Empty { get; } = new(0, null, [], [], []);

    /// <summary>Which list this is: a later one has a higher number.</summary>
    public int Version { get; }

    /// <summary>When it was issued.</summary>
    public DateOnly? IssuedOn { get; }

    /// <summary>Canonical hosts; <c>*.</c> before one stands for every name below it, and not for itself.</summary>
    public ImmutableArray<string> Domains { get; }

    /// <summary>Canonical mail addresses.</summary>
    public ImmutableArray<string> Senders { get; }

    /// <summary>Handles.</summary>
    public ImmutableArray<OfficialHandle> Handles { get; }

    /// <summary>What a look-alike could be taken for.</summary>
    internal ImmutableArray<Landmark> Landmarks { get; }

    /// <summary>Reads a list as operators write it.</summary>
    /// <param name="version">1 or more.</param>
    /// <param name="issuedOn">When it was issued.</param>
    /// <param name="domains">Hosts, with or without <c>*.</c> before them.</param>
    /// <param name="senders">Mail addresses.</param>
    /// <param name="handles">Handles.</param>
    /// <param name="list">The list, when it can be read.</param>
    /// <param name="rule">What is wrong, when it can not.</param>
    public static bool TryRead(
        int version, DateOnly? issuedOn, IReadOnlyCollection<string> domains, IReadOnlyCollection<string> senders,
        IReadOnlyCollection<OfficialHandle> handles, [NotNullWhen(true)] out OfficialList? list, [NotNullWhen(false)] out string? rule)
    {
        list = null;
        rule = handles.Select(RuleOf).FirstOrDefault(broken => broken is not null);
        if (rule is not null) return false;

        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var text in domains)
        {
            if (!TryReadDomain(text, out var host))
                return Refuse($"'{text}' is no domain, such as example.test, or *.example.test for all names below it", out rule);
            hosts.Add(host);
        }

        var mails = ImmutableArray.CreateBuilder<string>();
        foreach (var text in senders)
        {
            if (!Identifier.TryParse(text, out var mail)) return Refuse($"'{text}' is no mail address", out rule);
            mails.Add(mail.Value);
        }

        var all = hosts.Concat(mails).Concat(handles.Select(handle => handle.Name + "@")).ToList();
        if (all.Distinct(StringComparer.Ordinal).Count() < all.Count) return Refuse("an entry is there twice", out rule);
        if (all.Count > 0 && (version < 1 || issuedOn is null))
            return Refuse("what is listed needs a Version, from 1 on, and the date IssuedOn", out rule);

        list = new OfficialList(version, issuedOn, hosts.ToImmutable(), mails.ToImmutable(), [.. handles]);
        return true;
    }

    /// <summary>The entry that an address is, exactly; its oddities are not looked at.</summary>
    internal string? Find(AskedAddress asked) => asked.Kind switch
    {
        AddressKind.Link => asked.Host?.Canonical is { } host ? FindHost(host) : null,
        AddressKind.Mail => asked.Canonical is { } mail && _senders.Contains(mail) ? mail : null,
        _ => asked.Canonical is { } name && _handles.ContainsKey(name) ? "@" + name : null,
    };

    /// <summary>The network on which a handle is ours.</summary>
    internal string? NetworkOf(AskedAddress asked) =>
        asked is { Kind: AddressKind.Handle, Canonical: { } name } ? _handles.GetValueOrDefault(name)?.On : null;

    private string? FindHost(string host)
    {
        if (_hosts.TryGetValue(host, out var shown)) return shown;

        foreach (var parent in _parents)
        {
            if (host.Length > parent.Length + 1 && host[^(parent.Length + 1)] == '.' && host.EndsWith(parent, StringComparison.Ordinal))
                return AskedHost.Decode(Below + parent);
        }

        return null;
    }

    /// <summary>The host of an entry.</summary>
    internal static string HostOf(string domain) => IsBelow(domain) ? domain[Below.Length..] : domain;

    private static bool IsBelow(string domain) => domain.StartsWith(Below, StringComparison.Ordinal);

    private static bool TryReadDomain(string text, [NotNullWhen(true)] out string? domain)
    {
        var isBelow = IsBelow(text);
        if (!DomainName.TryCanonicalize(HostOf(text), out domain)) return false;
        if (isBelow) domain = Below + domain;
        return true;
    }

    private static string? RuleOf(OfficialHandle handle) =>
        !OfficialHandle.IsName(handle.Name)
            ? $"'{handle.Name}' is no handle: 1 to {OfficialHandle.MaxNameLength} of a-z, 0-9, '.', '_' and '-', without the @"
            : handle.On is { Length: > 0 and <= OfficialHandle.MaxNetworkLength } && handle.On.All(c => c is >= ' ' and not (char)127)
                ? null
                : $"the handle '{handle.Name}' needs the network that it is on (On), of 1 to {OfficialHandle.MaxNetworkLength} characters";

    private static bool Refuse(string broken, out string rule)
    {
        rule = broken;
        return false;
    }
}
