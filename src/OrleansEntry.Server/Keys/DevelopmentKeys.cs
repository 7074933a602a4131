using System.Text.Json.Serialization;

namespace OrleansEntry.Server.Keys;

/// <summary>The file of a development server's secrets. It never prints them.</summary>
/// <param name="Note">What the file is, for whoever finds it.</param>
/// <param name="Deployment">The deployment's secret, Base64.</param>
/// <param name="PepperId">The one pepper's id.</param>
/// <param name="Pepper">The one pepper, Base64.</param>
internal sealed record DevelopmentKeys(string Note, string Deployment, string PepperId, string Pepper)
{
    /// <summary>The note of every such file.</summary>
    public const string Text = "Secrets of a development server, made by itself. A production server refuses the folder that holds them.";

    /// <summary>Never the secrets.</summary>
    public override string ToString() => "[development keys]";
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DevelopmentKeys))]
internal sealed partial class KeysJson : JsonSerializerContext;
