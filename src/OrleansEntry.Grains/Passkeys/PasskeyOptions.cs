using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Grains.Mail;

namespace OrleansEntry.Grains.Passkeys;

/// <summary>Section <c>Passkeys</c>. Without any of it passkeys belong to the entrance, <see cref="ServiceOptions.EntranceUrl"/>.</summary>
public sealed class PasskeyOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Passkeys";

    private const string Here = "localhost";

    /// <summary>Passkeys of one account. 1 to 20; default 10.</summary>
    [Range(1, 20)] public int MaxPasskeys { get; set; } = 10;

    /// <summary>The domain that passkeys are bound to, the entrance's own or one above it. Whoever changes it makes all passkeys
    /// worthless. Default: the host of the first origin.</summary>
    public string? RelyingParty { get; set; }

    /// <summary>The origins of the pages that ask for passkeys, for example <c>https://entry.example.test</c>. Default: the entrance's.
    /// At most 16.</summary>
    [MaxLength(16)] public IList<string> Origins { get; init; } = [];

    /// <summary>Whom passkeys are made for.</summary>
    /// <param name="entrance">Where the entrance is.</param>
    public RelyingParty PartyOf(string? entrance)
    {
        // Browsers bind no passkey to an address in numbers: on one machine it is localhost.
        var origins = Origins.Count > 0 ? [.. Origins] : new[] { OriginOf(entrance ?? $"http://{Here}") };
        return new RelyingParty(RelyingParty ?? new Uri(origins[0]).Host, [.. origins]);
    }

    /// <summary>Whether browsers would make passkeys for it (WebAuthn §5.1.3: a domain, equal to the page's or above it).</summary>
    internal bool FitTogether(string? entrance)
    {
        if (!Origins.All(IsOrigin)) return false;

        var party = PartyOf(entrance);
        return party.Origins.All(origin => new Uri(origin).Host is var host
            && (host == party.Id || host.EndsWith("." + party.Id, StringComparison.Ordinal)));
    }

    private static string OriginOf(string entrance)
    {
        // An entrance without a name, http://*:8080 say, is this machine's; one that is no address is refused where it is listened at.
        if (!Uri.TryCreate(entrance, UriKind.Absolute, out var uri)) return $"http://{Here}";

        return uri.IsLoopback ? $"{uri.Scheme}://{Here}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}" : uri.GetLeftPart(UriPartial.Authority);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == text
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host == Here));
}

[OptionsValidator] internal sealed partial class PasskeyOptionsValidator : IValidateOptions<PasskeyOptions>;

/// <summary>How a silo gets its passkeys.</summary>
internal static class PasskeyRegistration
{
    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<PasskeyOptions>, PasskeyOptionsValidator>();
        services.AddOptions<PasskeyOptions>()
            .BindConfiguration(PasskeyOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate<IOptions<ServiceOptions>>(
                (passkeys, service) => passkeys.FitTogether(service.Value.EntranceUrl),
                "Passkeys: an origin is https://host[:port] and nothing else (http on localhost alone), and RelyingParty is the host of "
                    + "each or a domain above it.")
            .ValidateOnStart();
        return services.AddSingleton<IPasskeyVerifier, PasskeyVerifier>().AddSingleton(sp =>
            sp.GetRequiredService<IOptions<PasskeyOptions>>().Value.PartyOf(
                sp.GetRequiredService<IOptions<ServiceOptions>>().Value.EntranceUrl));
    }
}
