using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.OfficialAddresses;
using OrleansEntry.Gateway.Operators;

namespace OrleansEntry.Gateway.OfficialAddresses;

/// <summary>Section <c>Official</c>: the addresses that are ours. Read once; a gateway with a list that can not be read does not
/// start.</summary>
public sealed class OfficialOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Official";

    /// <summary>Which list this is, 1 to 1,000,000; to be raised with each change. Needed where anything is listed.</summary>
    [Range(0, 1_000_000)] public int Version { get; set; }

    /// <summary>The day on which it was issued. Needed where anything is listed.</summary>
    public DateOnly? IssuedOn { get; set; }

    /// <summary>Hosts where pages of ours are, such as <c>example.test</c>; <c>*.example.test</c> stands for every name below it. None by
    /// default; at most 64.</summary>
    [MaxLength(OfficialList.MaxEntries)] public IList<string> Domains { get; init; } = [];

    /// <summary>The mail addresses that we write from. None by default; at most 64.</summary>
    [MaxLength(OfficialList.MaxEntries)] public IList<string> Senders { get; init; } = [];

    /// <summary>Our handles on networks of others. None by default; at most 64.</summary>
    [MaxLength(OfficialList.MaxEntries)] public IList<OfficialHandleOptions> Handles { get; init; } = [];

    internal bool TryRead([NotNullWhen(true)] out OfficialList? list, [NotNullWhen(false)] out string? rule) => OfficialList.TryRead(
        Version, IssuedOn, [.. Domains], [.. Senders], [.. Handles.Select(handle => new OfficialHandle(handle.Name, handle.On))],
        out list, out rule);
}

/// <summary>One handle.</summary>
public sealed class OfficialHandleOptions
{
    /// <summary>Its name without the @, 1 to 64 of <c>a-z 0-9 . _ -</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>The network on which it is ours, in words, 1 to 32 characters.</summary>
    public string On { get; set; } = "";
}

/// <summary>Says what is wrong with a list.</summary>
internal sealed class OfficialOptionsValidator : IValidateOptions<OfficialOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OfficialOptions options) =>
        options.TryRead(out _, out var rule)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{OfficialOptions.Section}: {rule}.");
}

[OptionsValidator]
internal sealed partial class OfficialRangesValidator : IValidateOptions<OfficialOptions>;

/// <summary>Brings in the official addresses.</summary>
internal static class OfficialRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the list, read at the start, and what hands it out.</summary>
        public IServiceCollection AddOfficialAddresses()
        {
            services.AddSingleton<IValidateOptions<OfficialOptions>, OfficialRangesValidator>();
            services.AddSingleton<IValidateOptions<OfficialOptions>, OfficialOptionsValidator>();
            services.AddOptions<OfficialOptions>()
                .BindConfiguration(OfficialOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();
            services.AddTransient(provider => provider.GetRequiredService<LiveService>().Official);
            return services;
        }
    }
}
