using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Gateway.Operators;

/// <summary>Section <c>Operators</c>: from where operators may come. Read once; a gateway with bad values does not start.</summary>
public sealed class OperatorsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Operators";

    /// <summary>The addresses and networks (CIDR) from which the operators' pages and routes answer; from everywhere else they are not
    /// found. Where the list is empty (the default), the machine itself alone. At most 64.</summary>
    [MaxLength(64)] public IList<string> Networks { get; init; } = [];

    /// <summary>Whether operators with the role <c>admin</c> see Orleans' own dashboard at <c>/operators/dashboard</c>; every silo collects
    /// its figures then. Set it alike for all processes. Default: no.</summary>
    public bool Dashboard { get; set; }
}

[OptionsValidator]
internal sealed partial class OperatorsOptionsValidator : IValidateOptions<OperatorsOptions>;
