using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Throttling;

namespace OrleansEntry.Grains.Throttling;

/// <summary>Section <c>NetworkPace</c>: how much one client network (IPv4 address or IPv6 /64) may do in the whole cluster.</summary>
public sealed class NetworkPaceOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "NetworkPace";

    /// <summary>Entries begun at once, each of which may cost a drawn picture; five more come each second. 10 to 100,000;
    /// default 600.</summary>
    [Range(10, 100_000)] public int Begins { get; set; } = 600;

    /// <summary>Passcodes and codes verified at once, right ones given back; one more comes each <see cref="AttemptEvery"/>. 5 to 100,000;
    /// default 60.</summary>
    [Range(5, 100_000)] public int Attempts { get; set; } = 60;

    /// <summary>How soon one more attempt comes. 0.1 seconds to 10 minutes; default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")] public TimeSpan AttemptEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Registrations at once; one more comes each <see cref="RegistrationEvery"/>. 1 to 100,000; default 30.</summary>
    [Range(1, 100_000)] public int Registrations { get; set; } = 30;

    /// <summary>How soon one more registration comes. 0.1 seconds to 1 hour; default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")] public TimeSpan RegistrationEvery { get; set; } = TimeSpan.FromMinutes(1);

    internal NetworkPacePolicy ToPolicy() => new()
    {
        Begin = new NetworkAllowance(Begins, TimeSpan.FromSeconds(0.2)),
        Attempt = new NetworkAllowance(Attempts, AttemptEvery),
        Registration = new NetworkAllowance(Registrations, RegistrationEvery),
    };
}

[OptionsValidator] internal sealed partial class NetworkPaceOptionsValidator : IValidateOptions<NetworkPaceOptions>;
