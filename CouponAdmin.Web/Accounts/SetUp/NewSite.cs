namespace CouponAdmin.Web.Accounts.SetUp;

/// <summary>Whether somebody still has to make the first administrator. The database is asked only where there was none at the start: members sign in by the thousand.</summary>
internal sealed class NewSite(IServiceScopeFactory scopes)
{
    private volatile bool _isNew;

    /// <summary>At the start there was no administrator, and the log shows the code.</summary>
    public void Begin() => _isNew = true;

    public async Task<bool> HasNoAdministratorAsync()
    {
        if (_isNew)
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            _isNew = await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().IsNeededAsync();
        }

        return _isNew;
    }
}
