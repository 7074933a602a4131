using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Grains.Passcodes;

/// <summary>Section <c>PasscodeHashing</c>. Read once; a silo with bad numbers does not start.</summary>
public sealed class PasscodeHashingOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "PasscodeHashing";

    /// <summary>Memory of one hash, in KiB. 12,288 to 1,048,576; default 19,456. Together with <see cref="Iterations"/> at least what
    /// ASVS 5.0 appendix C asks: 47,104 for one pass, 19,456 for two, 12,288 for more.</summary>
    /// <remarks>All threads hash at once: they take <see cref="Threads"/> times this.</remarks>
    [Range(12 * 1024, 1024 * 1024)] public int MemoryKiB { get; set; } = 19 * 1024;

    /// <summary>Passes over the memory. 1 to 16; default 2.</summary>
    [Range(1, 16)] public int Iterations { get; set; } = 2;

    /// <summary>Threads that do nothing but hash. 1 to 256; default one per processor.</summary>
    /// <remarks>They run at normal priority: the runtime ignores priorities on Linux, and elsewhere a starved hash would only hold its
    /// memory and its account's turn for longer. Their number is what leaves room for the rest.</remarks>
    [Range(1, 256)] public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>How many hashes may wait for each thread. 1 to 1,024; default 64.</summary>
    /// <remarks>At the default cost a hash takes about 15 ms, and twice that when every processor hashes while serving: the last in
    /// a full queue waits one to two seconds. More would only be waiting for people who have left.</remarks>
    [Range(1, 1024)] public int QueuePerThread { get; set; } = 64;

    internal HashCost Cost => new(MemoryKiB, Iterations);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var least = Iterations switch { 1 => 46 * 1024, 2 => 19 * 1024, _ => 12 * 1024 };
        if (MemoryKiB < least)
        {
            yield return new ValidationResult(
                $"{Section}: with {nameof(Iterations)} = {Iterations}, {nameof(MemoryKiB)} must be at least {least} (ASVS 5.0 appendix C).",
                [nameof(MemoryKiB)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class PasscodeHashingOptionsValidator : IValidateOptions<PasscodeHashingOptions>;
