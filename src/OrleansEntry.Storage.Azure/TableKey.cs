using System.Buffers;
using System.Text;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

/// <summary>Names one row of grain state as the official provider does: partition <c>{service}_{type}_{key}</c>, row = name of the
/// state.</summary>
/// <remarks>The official provider turns <c>/ \ # ?</c> into <c>_</c>, so that two grains can share a row: the account <c>a/b</c> would
/// read the state of <c>a_b</c>. Here a part with one of these characters, or with <c>_</c> itself, is refused, so that one row belongs
/// to one state.</remarks>
internal readonly record struct TableKey
{
    /// <summary>Longest partition or row key, in UTF-16 code units (Microsoft, "Understanding the Table service data model").</summary>
    internal const int MaxLength = 1_024;

    // The first four are forbidden in keys by the Table service, which also forbids control characters.
    private static readonly SearchValues<char> Refused = SearchValues.Create("/\\#?_");

    /// <exception cref="ArgumentException">A part is empty, too long, no plain text or holds a refused character: a fault in the
    /// program, since grain keys are ids of its own making.</exception>
    internal TableKey(string service, GrainId grain, string state)
    {
        Partition = $"{Checked(service)}_{Checked(grain.Type.ToString())}_{Checked(grain.Key.ToString())}";
        Row = Checked(state);
        if (Partition.Length > MaxLength) throw new ArgumentException($"A partition key has at most {MaxLength} characters.");
    }

    internal string Partition { get; }

    internal string Row { get; }

    public override string ToString() => $"{Partition} ({Row})";

    /// <summary>Checks one part of a key.</summary>
    /// <exception cref="ArgumentException">It cannot name a row.</exception>
    internal static string Checked(string? part)
    {
        if (part is not { Length: > 0 and <= MaxLength })
            throw new ArgumentException($"A service's id, a grain's type and key and a state's name have 1 to {MaxLength} characters.");

        if (part.AsSpan().ContainsAny(Refused))
            throw new ArgumentException("A service's id, a grain's type and key and a state's name hold none of / \\ # ? _ here.");

        // Bytes that are no text all read as U+FFFD, so that two grains could share a row.
        foreach (var rune in part.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar)
                throw new ArgumentException("The parts of a key hold no control characters and nothing that is not text.");
        }

        return part;
    }
}
