using System.Collections.Immutable;
using System.Globalization;

namespace OrleansEntry.Gateway.Activity;

/// <summary>Which part of the log is asked for.</summary>
/// <param name="Limit">1 to <see cref="MaxLimit"/> entries.</param>
/// <param name="Before">Only smaller sequences.</param>
/// <param name="Kinds">Only these kinds; empty for all.</param>
internal sealed record ActivityQuery(int Limit, long Before, ImmutableArray<string> Kinds)
{
    /// <summary>Most entries on a page.</summary>
    public const int MaxLimit = 200;

    /// <summary>Most kinds in a query.</summary>
    public const int MaxKinds = 32;

    private const int DefaultLimit = 50;
    private const int MaxKindLength = 64;

    /// <summary>Whether the newest page is asked for.</summary>
    public bool IsNewest => Before == long.MaxValue;

    /// <summary>Reads a query.</summary>
    /// <returns>The query, or the member that could not be read.</returns>
    public static (ActivityQuery? Query, string? BadMember) Read(IQueryCollection query)
    {
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var limitText)
            && !(int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MaxLimit))
            return (null, "limit");

        var before = long.MaxValue;
        if (query.TryGetValue("before", out var beforeText)
            && !(long.TryParse(beforeText, NumberStyles.None, CultureInfo.InvariantCulture, out before) && before > 0))
            return (null, "before");

        var kinds = query["kind"].SelectMany(text => (text ?? "").Split(',')).Take(MaxKinds + 1).ToImmutableArray();
        return kinds.Length <= MaxKinds && kinds.All(IsKind) ? (new ActivityQuery(limit, before, kinds), null) : (null, "kind");
    }

    private static bool IsKind(string text) =>
        text is { Length: > 0 and <= MaxKindLength } && text.All(c => char.IsAsciiLetterLower(c) || c is '.' or '-');
}
