using System.Text;
using CouponAdmin.Core.Idempotency;

namespace CouponAdmin.Web.Http.Idempotency;

/// <summary>Holds an answer back until it is kept: an asker must not have one that the same key would not give again.</summary>
internal sealed class HeldAnswer : IDisposable
{
    private readonly HttpResponse _response;
    private readonly Stream _wire;
    private readonly MemoryStream _held = new();

    public HeldAnswer(HttpContext context)
    {
        _response = context.Response;
        _wire = _response.Body;
        _response.Body = _held;
    }

    /// <summary>The answer, with its whole body.</summary>
    public async Task<KeyedAnswer> ReadAsync()
    {
        await _response.BodyWriter.FlushAsync();
        return new KeyedAnswer(
            _response.StatusCode, _response.Headers.Location, _response.Headers.ETag, _response.ContentType, Encoding.UTF8.GetString(_held.GetBuffer().AsSpan(0, (int)_held.Length)));
    }

    public async Task SendAsync()
    {
        _response.Body = _wire;
        _held.Position = 0;
        await _held.CopyToAsync(_wire);
    }

    /// <summary>Nothing of it is sent; whoever answers now begins anew.</summary>
    public void Drop() => _response.Body = _wire;

    public void Dispose() => _held.Dispose();
}
