using Microsoft.Extensions.Options;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Gateway.Services;

/// <summary>What one service may do, and what it shows for it.</summary>
/// <remarks><c>OrleansEntry.Server service new|rotate|remove|list</c> makes secrets, says what to set or to take away, and shows
/// what is set.</remarks>
public sealed class ServiceCredentialOptions
{
    /// <summary>What it may do: 1 to 3 of <c>approvals:redeem</c>, <c>sessions:introspect</c> and <c>holds:read</c>.</summary>
    public IList<string> Scopes { get; init; } = [];

    /// <summary>Its secrets, 1 or 2: SHA-256 in 64 lower-case hex characters, and where another one takes over its end,
    /// <c>HASH until 2026-12-31T00:00:00Z</c>. At most one has no end.</summary>
    public IList<string> Secrets { get; init; } = [];
}

/// <summary>A gateway with a service that is set up wrongly does not start.</summary>
internal sealed class ServiceCredentialValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var broken = (from set in options.Services
                      let read = KnownService.TryRead(set.Key, set.Value.Scopes, set.Value.Secrets, out _, out var rule) ? null : rule
                      where read is not null
                      select $"Gateway:Services:{set.Key} {read}").ToArray();
        return broken.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }
}
