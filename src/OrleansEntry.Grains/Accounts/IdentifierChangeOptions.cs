using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Grains.Accounts;

/// <summary>Section <c>IdentifierChange</c>: another e-mail address for an account.</summary>
public sealed class IdentifierChangeOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "IdentifierChange";

    /// <summary>How long the two mailed codes work. 2 to 10 minutes (ASVS 6.5.5); default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "00:10:00")] public TimeSpan CodeFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong pairs of codes before other ones are due. 3 to 10; default 5.</summary>
    [Range(3, 10)] public int Tries { get; set; } = 5;

    /// <summary>Changes that one account asks for in 24 hours. 1 to 10; default 5.</summary>
    [Range(1, 10)] public int CodesInADay { get; set; } = 5;

    /// <summary>How long the former address takes a change back, and is kept for that. 3 to 30 days; default 7 days.</summary>
    [Range(typeof(TimeSpan), "3.00:00:00", "30.00:00:00")] public TimeSpan UndoFor { get; set; } = TimeSpan.FromDays(7);

    internal Core.IdentifierChange.IdentifierChangePolicy ToPolicy() => new()
    {
        CodeFor = CodeFor, Tries = Tries, CodesInADay = CodesInADay, UndoFor = UndoFor,
    };
}

[OptionsValidator] internal sealed partial class IdentifierChangeOptionsValidator : IValidateOptions<IdentifierChangeOptions>;
