namespace OrleansEntry.Gateway.Services;

/// <summary>What one service may do, and what it shows for it.</summary>
/// <remarks>To rotate, put the new secret's hash beside the old one, restart the gateways, give the service its new secret, take the old
/// hash away.</remarks>
public sealed class ServiceCredentialOptions
{
    /// <summary>What it may do: 1 to 3 of <c>approvals:redeem</c>, <c>sessions:introspect</c> and <c>holds:read</c>.</summary>
    public IList<string> Scopes { get; init; } = [];

    /// <summary>SHA-256 of each of its live secrets, 64 lower-case hex characters; 1 or 2.</summary>
    public IList<string> Secrets { get; init; } = [];
}
