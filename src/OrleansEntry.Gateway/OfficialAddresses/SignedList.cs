using System.Text.Json;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.OfficialAddresses;

namespace OrleansEntry.Gateway.OfficialAddresses;

/// <summary>What is signed: the list itself. Its bytes depend on the settings alone: every gateway signs the same.</summary>
internal sealed record ListedBody
{
    /// <summary>A later list has a higher number; whoever has seen one takes none with a lower.</summary>
    public required int Version { get; init; }

    /// <summary>The day on which it was issued; null while nothing is listed.</summary>
    public required string? IssuedOn { get; init; }

    /// <summary>Hosts; *. before one stands for every name below it.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>Mail addresses.</summary>
    public required IReadOnlyList<string> Senders { get; init; }

    /// <summary>Handles.</summary>
    public required IReadOnlyList<ListedHandle> Handles { get; init; }
}

/// <summary>A handle of the list.</summary>
internal sealed record ListedHandle
{
    /// <summary>Its name, without the @.</summary>
    public required string Name { get; init; }

    /// <summary>The network on which it is ours.</summary>
    public required string On { get; init; }
}

/// <summary>The list as it is handed out: signed once, when it is first asked for.</summary>
internal sealed class SignedList(OfficialList list, DeploymentKeys keys)
{
    private readonly Lazy<OfficialListBody> _body = new(() =>
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new ListedBody
            {
                Version = list.Version,
                IssuedOn = list.IssuedOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                Domains = list.Domains,
                Senders = list.Senders,
                Handles = [.. list.Handles.Select(handle => new ListedHandle { Name = handle.Name, On = handle.On })],
            },
            StrictJson.Options);
        return new OfficialListBody
        {
            Payload = Convert.ToBase64String(payload),
            Algorithm = OfficialKeyBody.Ecdsa,
            Signature = Convert.ToBase64String(keys.SignOfficialList(payload)),
        };
    });

    private readonly Lazy<OfficialKeyBody> _key = new(() =>
        new OfficialKeyBody { Algorithm = OfficialKeyBody.Ecdsa, PublicKey = keys.OfficialListKey });

    /// <summary>The list itself.</summary>
    public OfficialList List => list;

    /// <summary>The list and its signature.</summary>
    public OfficialListBody Body => _body.Value;

    /// <summary>What the signature is verified with.</summary>
    public OfficialKeyBody Key => _key.Value;
}
