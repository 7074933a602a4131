using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Clients;
using OrleansEntry.Gateway.Operators;

namespace OrleansEntry.Gateway.Clients;

/// <summary>Section <c>Clients</c>: which versions of clients are advised, and which are needed. Each of its parts is by the name of an app
/// or browser, 1 to 32 of <c>a-z 0-9 -</c>. Read once; a gateway with bad values does not start.</summary>
public sealed class ClientsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Clients";

    /// <summary>Most clients of each part.</summary>
    public const int MaxClients = 64;

    private const int MaxWords = 200;

    /// <summary>The oldest version that is not old, one to four numbers. What is listed adds to the browsers of
    /// <see cref="ClientAdvice.Standard"/> or takes their place; at most 64.</summary>
    [MaxLength(MaxClients)] public Dictionary<string, string> Advised { get; init; } = [];

    /// <summary>The oldest version that is answered, not above the advised one. None by default; at most 64.</summary>
    [MaxLength(MaxClients)] public Dictionary<string, string> Minimum { get; init; } = [];

    /// <summary>What the users of an old version read, 1 to 200 characters. None by default; at most 64.</summary>
    [MaxLength(MaxClients)] public Dictionary<string, string> Message { get; init; } = [];

    /// <summary>Where they update, https. None by default; at most 64.</summary>
    [MaxLength(MaxClients)] public Dictionary<string, string> UpdateAt { get; init; } = [];

    internal string? Rule() =>
        !Advised.Keys.Concat(Minimum.Keys).Concat(Message.Keys).Concat(UpdateAt.Keys).All(ClientRelease.IsName)
            ? "a client is named with 1 to 32 of a-z, 0-9 and '-'"
        : !Advised.Values.Concat(Minimum.Values).All(text => ClientVersion.TryParse(text, out _))
            ? "a version is one to four numbers, such as 3.1"
        : !Message.Values.All(text => text is { Length: > 0 and <= MaxWords } && !text.Any(char.IsControl))
            ? $"a message has 1 to {MaxWords} characters"
        : !UpdateAt.Values.All(IsPlace) ? "UpdateAt is an address such as https://example.test/app"
        : ToAdvice() is var advice && advice.Minimum.FirstOrDefault(
            one => advice.Advised.TryGetValue(one.Key, out var advised) && advised.IsBefore(one.Value)).Key is { } name
            ? $"the minimum of '{name}' is above its advised version"
        : null;

    /// <summary>The advice as the rules take it.</summary>
    public ClientAdvice ToAdvice() => new(Read(Advised, ClientAdvice.Standard.Advised))
    {
        Minimum = Read(Minimum, ImmutableDictionary<string, ClientVersion>.Empty),
        Words = Message.Keys.Union(UpdateAt.Keys).ToImmutableDictionary(name => name, name => new ClientWords(
            Message.GetValueOrDefault(name), UpdateAt.TryGetValue(name, out var place) ? new Uri(place) : null)),
    };

    private static ImmutableDictionary<string, ClientVersion> Read(
        Dictionary<string, string> given, ImmutableDictionary<string, ClientVersion> to) => given.Aggregate(to, (versions, one) =>
        ClientVersion.TryParse(one.Value, out var version) ? versions.SetItem(one.Key, version) : versions);

    private static bool IsPlace(string text) => text.Length <= MaxWords && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "https", UserInfo: "" } && text.All(c => c is > ' ' and <= '~' and not '"');
}

[OptionsValidator]
internal sealed partial class ClientsRangesValidator : IValidateOptions<ClientsOptions>;

/// <summary>Says what is wrong.</summary>
internal sealed class ClientsOptionsValidator : IValidateOptions<ClientsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClientsOptions options) =>
        options.Rule() is { } rule ? ValidateOptionsResult.Fail($"{ClientsOptions.Section}: {rule}.") : ValidateOptionsResult.Success;
}

/// <summary>Brings in what is advised.</summary>
internal static class ClientsRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the advice and the gate that goes by it.</summary>
        public IServiceCollection AddClients()
        {
            services.AddSingleton<IValidateOptions<ClientsOptions>, ClientsRangesValidator>();
            services.AddSingleton<IValidateOptions<ClientsOptions>, ClientsOptionsValidator>();
            services.AddOptions<ClientsOptions>()
                .BindConfiguration(ClientsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();
            services.AddTransient(provider => provider.GetRequiredService<LiveService>().Advice);
            return services.AddSingleton<ClientGate>();
        }
    }
}
