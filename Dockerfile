# Not run: no container engine was at hand; the suite runs the publish command, the program and the health check's command outside of a container.
#
#   docker build -t couponadmin .
#   docker run --read-only --tmpfs /tmp -v couponadmin:/data -p 8080:8080 couponadmin
# One instance with the embedded store and SQLite keeps everything in /data. Several instances: deploy/compose, deploy/kubernetes.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build

# The commit's time (git log -1 --format=%ct): two builds of one commit hold the same bytes then.
ARG SOURCE_DATE_EPOCH
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY eng/reproducible.rsp eng/
COPY CouponAdmin.Core/CouponAdmin.Core.csproj CouponAdmin.Core/packages.lock.json CouponAdmin.Core/
COPY CouponAdmin.Web/CouponAdmin.Web.csproj CouponAdmin.Web/packages.lock.json CouponAdmin.Web/
RUN dotnet restore CouponAdmin.Web --locked-mode
COPY appsettings.Development.json ./
COPY wwwroot-assets wwwroot-assets
COPY CouponAdmin.Core CouponAdmin.Core
COPY CouponAdmin.Web CouponAdmin.Web
RUN dotnet publish CouponAdmin.Web --configuration Release --no-restore --output /app

# The default image, not the chiseled or Alpine one: it has ICU and tzdata, which the product asks for at its start, and bash for the health check.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN install --directory --owner "$APP_UID" --group "$APP_UID" /data
WORKDIR /app
COPY --from=build /app ./
ENV ASPNETCORE_URLS=http://+:8080 DataDirectory=/data
VOLUME /data
EXPOSE 8080
USER $APP_UID

# Ready, not alive: whoever waits for this instance waits until it serves. 503 after SIGTERM is meant (docs/decisions/0022).
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

# SIGTERM reaches the program itself. It needs Shutdown__Delay (5 s) and up to 30 s more: docker stop --time 45.
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "CouponAdmin.Web.dll"]
