// Users, groups and hosts of a static executable. glibc's name services load libraries of the host's glibc, which crash here, and they are
// a twentieth of the executable.
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

// Weak: to configure the services must not bring them.
extern int __nss_configure_lookup(const char *, const char *) __attribute__((weak));

int spaceforge_configure_names(const char *database, const char *services) {
  return __nss_configure_lookup ? __nss_configure_lookup(database, services) : 0;
}

#ifdef SPACEFORGE_NO_NAME_SERVICES

static int find_user(const char *name, uid_t id, struct passwd *entry, char *buffer, size_t size, struct passwd **found) {
  FILE *file = fopen("/etc/passwd", "re");
  int error = 0;
  *found = NULL;
  if (!file) return 0;
  while (!(error = fgetpwent_r(file, entry, buffer, size, found))) {
    if (name ? !strcmp(entry->pw_name, name) : entry->pw_uid == id) break;
  }
  fclose(file);
  return error == ENOENT ? 0 : error;
}

int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t size, struct passwd **found) {
  return find_user(name, 0, entry, buffer, size, found);
}

int getpwuid_r(uid_t id, struct passwd *entry, char *buffer, size_t size, struct passwd **found) {
  return find_user(NULL, id, entry, buffer, size, found);
}

int getgrgid_r(gid_t id, struct group *entry, char *buffer, size_t size, struct group **found) {
  FILE *file = fopen("/etc/group", "re");
  int error = 0;
  *found = NULL;
  if (!file) return 0;
  while (!(error = fgetgrent_r(file, entry, buffer, size, found)) && entry->gr_gid != id) {
  }
  fclose(file);
  return error == ENOENT ? 0 : error;
}

int getgrouplist(const char *user, gid_t group, gid_t *groups, int *count) {
  int most = *count, number = 1;
  char buffer[65536];
  struct group entry, *found;
  FILE *file = fopen("/etc/group", "re");
  if (most > 0) groups[0] = group;
  while (file && !fgetgrent_r(file, &entry, buffer, sizeof buffer, &found)) {
    for (char **member = entry.gr_mem; *member; member++) {
      if (strcmp(*member, user) || entry.gr_gid == group) continue;
      if (number < most) groups[number] = entry.gr_gid;
      number++;
      break;
    }
  }
  if (file) fclose(file);
  *count = number;
  return number > most ? -1 : number;
}

// Nothing calls these. With them the linker does not look for glibc's, which stay once they are found.
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found) { return EAI_FAIL; }

void freeaddrinfo(struct addrinfo *found) {}

int getnameinfo(const struct sockaddr *address, socklen_t size, char *host, socklen_t host_size, char *service, socklen_t service_size,
                int flags) {
  return EAI_FAIL;
}

#endif
