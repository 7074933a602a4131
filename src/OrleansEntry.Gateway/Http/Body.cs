using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace OrleansEntry.Gateway.Http;

/// <summary>What a request says. Its members carry their limits as attributes:
/// the same that the OpenAPI document shows are enforced.</summary>
internal abstract record Body
{
    /// <summary>Bodies hold passcodes and codes; none prints itself.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The first member outside its limits, or <see langword="null"/>.</summary>
    public string? FirstBeyondLimits()
    {
        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true))
            return JsonNamingPolicy.CamelCase.ConvertName(results[0].MemberNames.First());

        return Nested?.FirstBeyondLimits() is { } inner ? $"{NestedName}.{inner}" : null;
    }

    /// <summary>The one body inside this one.</summary>
    protected virtual Body? Nested => null;

    /// <summary>Its member's name.</summary>
    protected virtual string NestedName => "";
}

/// <summary>Holds bodies against their limits before an endpoint sees them.</summary>
internal static class BodyLimits
{
    /// <summary>Stands before the endpoints that take a body; the others are left as they are.</summary>
    public static EndpointFilterDelegate Guard(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next) =>
        endpoint.MethodInfo.GetParameters().Any(parameter => parameter.ParameterType.IsSubclassOf(typeof(Body)))
            ? context => Check(context, next)
            : next;

    private static ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is Body body && body.FirstBeyondLimits() is { } member)
                return ValueTask.FromResult<object?>(Problems.MalformedMember(member, "is outside its limits"));
        }

        return next(context);
    }
}
