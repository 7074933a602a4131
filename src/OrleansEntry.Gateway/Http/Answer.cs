using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace OrleansEntry.Gateway.Http;

/// <summary>A good answer, written in one piece: for the routes that are asked most. The framework's own result looks up services and
/// loggers for each answer and sends it in chunks.</summary>
/// <typeparam name="T">The body.</typeparam>
/// <param name="body">The body.</param>
internal sealed class Answer<T>(T body) : IResult, IEndpointMetadataProvider
{
    private static readonly JsonTypeInfo<T> Shape = (JsonTypeInfo<T>)StrictJson.Options.GetTypeInfo(typeof(T));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        // Written whole before anything is sent, so the buffer goes back to its thread as soon as the server has copied it.
        var (buffer, writer) = AnswerBuffer.Rent();
        JsonSerializer.Serialize(writer, body, Shape);

        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}

/// <summary>One buffer and one writer for each thread.</summary>
internal static class AnswerBuffer
{
    [ThreadStatic] private static ArrayBufferWriter<byte>? _buffer;
    [ThreadStatic] private static Utf8JsonWriter? _writer;

    /// <summary>The thread's own, empty. They are its own until it waits for anything.</summary>
    public static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Rent()
    {
        _buffer ??= new ArrayBufferWriter<byte>(1024);
        _buffer.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        _writer.Reset();
        return (_buffer, _writer);
    }
}
