using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Server.Cluster;

/// <summary>Section <c>Cluster</c>: how processes that share a storage account find and reach each other.</summary>
internal sealed class MemberOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Names the cluster: processes of one name work together. Default <c>orleans-entry</c>. 1 to 32 of <c>a-z 0-9
    /// -</c>.</summary>
    [Required, RegularExpression("^[a-z0-9-]{1,32}$")] public string Id { get; set; } = "orleans-entry";

    /// <summary>The address by which the other processes reach this silo. Default 127.0.0.1. <c>auto</c> takes this machine's first one
    /// that is not a loopback, as containers need it.</summary>
    [Required] public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port for other silos; 0, the default, takes any free one.</summary>
    [Range(0, 65535)] public int SiloPort { get; set; }

    /// <summary>The port for gateways; 0, the default, takes any free one.</summary>
    [Range(0, 65535)] public int GatewayPort { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address != Automatic && !IPAddress.TryParse(Address, out _))
            yield return new ValidationResult("Cluster:Address is an IP address, or auto.");
    }

    /// <summary>The word for an address that is found out.</summary>
    internal const string Automatic = "auto";
}

[OptionsValidator]
internal sealed partial class MemberOptionsValidator : IValidateOptions<MemberOptions>;
