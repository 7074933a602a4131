using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OrleansEntry.Gateway.Clients;
using OrleansEntry.Gateway.Services;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Reference;

/// <summary>Completes the OpenAPI document with what holds for the whole API.</summary>
internal static class Transformers
{
    private const string Bearer = "bearer";
    private const string Cookie = "cookie";
    private const string Service = "service";

    /// <summary>What any route of the API may answer.</summary>
    private static readonly Refusal[] Everywhere = [Problems.Malformed, Problems.Unavailable, Problems.Fault];

    private static readonly Refusal[] OnChanges =
        [Problems.CrossSite, Problems.TooLarge, Problems.UnsupportedMediaType, Problems.KeyReused, Problems.KeyInProgress];

    /// <summary>Title, the two ways to show a session, and what services show.</summary>
    public static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "OrleansEntry",
            Version = ApiReference.DocumentName,
            Description = "Guards entry to accounts that hold money. JSON in and out; "
                + "refusals are problem details (RFC 9457) whose type is urn:problem-type:entry:<code>. "
                + "An app says what it is in User-Agent, as name/version, such as example-trader/3.1. "
                + $"Where an update is advised, answers have the header {ClientGate.AdviceHeader}.",
        };
        // The address depends on who asks; clients know where they found the document.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The session token, for clients that are no browsers.",
            },
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "__Host-entry-session",
                Description = "The session cookie, for browsers. Changes need the header X-Anti-Forgery along with it.",
            },
            [Service] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The credential of a service, name.secret, for what only services may ask.",
            },
        };
        return Task.CompletedTask;
    }

    /// <summary>Refusals, security and headers of one operation.</summary>
    public static Task Operation(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<ApiEndpoint>().Any()) return Task.CompletedTask;

        var isChange = RequestRules.IsUnsafe(context.Description.HttpMethod ?? HttpMethods.Get);
        var needsSession = metadata.OfType<NeedsSession>().Any();
        operation.Parameters ??= [];

        foreach (var member in metadata.OfType<QueryMember>())
            operation.Parameters.Add(Text(member.Name, ParameterLocation.Query, member.Description));
        if (isChange)
        {
            operation.Parameters.Add(Text(Idempotency.KeyHeader, ParameterLocation.Header,
                "Repeats with the same key and body get the first answer again, with Idempotent-Replay: true.", Idempotency.MaxKeyLength,
                "^[!-~]+$"));
        }

        if (metadata.OfType<NeedsService>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Service, context.Document!)] = [] }];
        if (needsSession) Secure(operation, context.Document!, isChange);

        var refusals = metadata.OfType<Refusals>().SelectMany(some => some.All)
            .Concat(Everywhere)
            .Concat(metadata.OfType<OpenToOldClients>().Any() ? [] : [Problems.ClientTooOld])
            .Concat(isChange ? OnChanges : [])
            .Concat(isChange && needsSession ? [Problems.AntiForgery] : []);
        foreach (var group in refusals.DistinctBy(refusal => refusal.Code).GroupBy(refusal => refusal.Status).OrderBy(group => group.Key))
            AddRefusals(operation, group.Key, [.. group]);

        return Task.CompletedTask;
    }

    /// <summary>Instants have a converter of their own, which hides their form.</summary>
    public static Task Schema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }

        return Task.CompletedTask;
    }

    private static void Secure(OpenApiOperation operation, OpenApiDocument document, bool isChange)
    {
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Cookie, document)] = [] },
        ];
        if (isChange)
        {
            operation.Parameters!.Add(Text(Credential.AntiForgeryHeader, ParameterLocation.Header,
                "Needed with the cookie: the antiForgery value of the session."));
        }
    }

    private static void AddRefusals(OpenApiOperation operation, int status, Refusal[] refusals)
    {
        operation.Responses ??= [];
        var response = new OpenApiResponse
        {
            Description = string.Join("\n", refusals.Select(refusal => $"* `{refusal.Code}`: {refusal.Title}. {refusal.Detail}")),
            Content = new Dictionary<string, OpenApiMediaType> {
                [Problem.MediaType] = new OpenApiMediaType { Schema = ProblemSchema(status, refusals) } },
        };
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] =
                    new OpenApiHeader { Description = "In seconds, coarse.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
            };
        }

        operation.Responses[((HttpStatusCode)status).ToString("D")] = response;
    }

    private static OpenApiSchema ProblemSchema(int status, Refusal[] refusals) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "title", "status", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. refusals.Select(refusal => (JsonNode)refusal.Type)] },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [status] },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static OpenApiParameter Text(
        string name, ParameterLocation location, string description, int? maxLength = null, string? pattern = null) => new()
    {
        Name = name,
        In = location,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength, Pattern = pattern },
    };
}
