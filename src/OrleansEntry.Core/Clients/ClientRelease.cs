using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansEntry.Core.Clients;

/// <summary>A version of up to four numbers, such as <c>3.1</c>; what is left out counts as 0.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second.</param>
/// <param name="Patch">The third.</param>
/// <param name="Build">The fourth.</param>
public readonly record struct ClientVersion(ushort Major, ushort Minor = 0, ushort Patch = 0, ushort Build = 0)
{
    private const int MostNumbers = 4;

    /// <summary>Reads a version: one to four numbers from 0 to 65,535 with points between them. Never throws.</summary>
    /// <param name="text">What a client or an operator wrote.</param>
    /// <param name="version">The version, when it can be read.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out ClientVersion version)
    {
        version = default;
        Span<ushort> numbers = stackalloc ushort[MostNumbers];
        numbers.Clear();
        var count = 0;
        foreach (var part in text.Split('.'))
        {
            if (count == MostNumbers || !ushort.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count++]))
                return false;
        }
        version = new ClientVersion(numbers[0], numbers[1], numbers[2], numbers[3]);
        return true;
    }

    /// <summary>Whether this version came before another.</summary>
    /// <param name="other">The other.</param>
    public bool IsBefore(ClientVersion other) => AsNumber < other.AsNumber;

    /// <summary>As it is written, without the zeros at its end: <c>3.1</c>.</summary>
    public override string ToString() => (Patch, Build) switch
    {
        (0, 0) => Minor == 0 ? Text($"{Major}") : Text($"{Major}.{Minor}"),
        (_, 0) => Text($"{Major}.{Minor}.{Patch}"),
        _ => Text($"{Major}.{Minor}.{Patch}.{Build}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private ulong AsNumber => ((ulong)Major << 48) | ((ulong)Minor << 32) | ((ulong)Patch << 16) | Build;
}

/// <summary>Which client it is, and which version of it, as it says itself.</summary>
/// <param name="Name">1 to <see cref="MaxNameLength"/> of <c>a-z 0-9 -</c>.</param>
/// <param name="Version">Its version.</param>
public sealed record ClientRelease(string Name, ClientVersion Version)
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 32;

    /// <summary>Whether a text is a client's name.</summary>
    /// <param name="text">What a client or an operator wrote.</param>
    public static bool IsName([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
}
