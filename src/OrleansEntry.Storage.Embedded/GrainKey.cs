using Orleans.Runtime;

namespace OrleansEntry.Storage.Embedded;

/// <summary>Names one record: a grain and one of its states.</summary>
internal readonly record struct GrainKey
{
    /// <summary>Longest accepted name of a grain or of a state, in UTF-16 code units.</summary>
    internal const int MaxLength = 1_024;

    /// <exception cref="ArgumentException">A name is empty, too long or no plain text: a fault in the program, since grain keys are ids
    /// of its own making.</exception>
    internal GrainKey(GrainId grain, string state) => (Grain, State) = (Checked(grain.ToString()), Checked(state));

    internal string Grain { get; }

    internal string State { get; }

    public override string ToString() => $"{Grain} ({State})";

    // Bytes that are no text all read as U+FFFD, so that two grains could share a record; control characters hide in logs and tools.
    private static string Checked(string name)
    {
        if (name is not { Length: > 0 and <= MaxLength })
            throw new ArgumentException($"A grain's id and a state's name have 1 to {MaxLength} characters.");

        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar)
                throw new ArgumentException("A grain's id and a state's name hold no control characters and nothing that is not text.");
        }

        return name;
    }
}
